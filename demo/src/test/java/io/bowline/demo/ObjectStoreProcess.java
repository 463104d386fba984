package io.bowline.demo;

import io.bowline.testkit.Parts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;

/// A real S3-compatible server on loopback over TLS, with one bucket.
final class ObjectStoreProcess implements AutoCloseable {
  static final String BUCKET = "artifacts";
  private static final String PASSWORD = "changeit";

  private final Process process;
  private final Path folder;
  private final int port;

  private ObjectStoreProcess(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  static ObjectStoreProcess start(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Files.createDirectories(folder.resolve("root").resolve(BUCKET));
    Files.writeString(
        folder.resolve("credentials"),
        "[default]\naws_access_key_id = tester\naws_secret_access_key = tester-secret\n");
    certificate(folder);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Parts.here().require("versitygw").toString(),
            "--quiet",
            "--port=127.0.0.1:" + port,
            "--cert=" + folder.resolve("tls.crt"),
            "--key=" + folder.resolve("tls.key"),
            "--access-log=" + folder.resolve("access.log"),
            "posix",
            "--sidecar",
            Files.createDirectories(folder.resolve("sidecar")).toString(),
            folder.resolve("root").toString());
    builder.environment().put("ROOT_ACCESS_KEY", "tester");
    builder.environment().put("ROOT_SECRET_KEY", "tester-secret");
    Path log = folder.resolve("log.txt");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    while (!answers(port)) {
      if (!process.isAlive()) {
        throw new IllegalStateException(Files.readString(log));
      }
      Thread.onSpinWait();
    }
    return new ObjectStoreProcess(process, folder, port);
  }

  /// A certificate, and a store of trust with nothing else in it.
  private static void certificate(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("store.p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "store",
                "-keyalg",
                "EC",
                "-dname",
                "CN=store",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (made.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var key = keys.getKey("store", PASSWORD.toCharArray());
    var certificate = keys.getCertificate("store");
    Files.writeString(folder.resolve("tls.key"), pem("PRIVATE KEY", key.getEncoded()));
    Files.writeString(folder.resolve("tls.crt"), pem("CERTIFICATE", certificate.getEncoded()));
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("store", certificate);
    try (var out = Files.newOutputStream(folder.resolve("trust.p12"))) {
      trust.store(out, PASSWORD.toCharArray());
    }
  }

  private static String pem(String label, byte[] bytes) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(bytes));
  }

  int port() {
    return port;
  }

  Path credentials() {
    return folder.resolve("credentials");
  }

  /// What a JVM needs in its environment to trust the store.
  Map<String, String> trust() {
    return Map.of(
        "JAVA_TOOL_OPTIONS",
        "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
            .formatted(folder.resolve("trust.p12"), PASSWORD));
  }

  /// Who asked it for what.
  String log() throws IOException {
    return Files.readString(folder.resolve("access.log"));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}

package io.bowline.registry.s3;

import io.bowline.registry.platform.RandomNames;
import io.bowline.testkit.Parts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// A real S3-compatible server of its own, with one bucket.
public final class ObjectStore implements AutoCloseable {
  /// The least that such servers take as a part, the last one apart.
  public static final int PART = 5 * 1024 * 1024;

  private static final String BUCKET = "artifacts";
  private final Process process;
  private final BucketSettings settings;

  private ObjectStore(Process process, BucketSettings settings) {
    this.process = process;
    this.settings = settings;
  }

  /// Starts a versitygw that keeps everything in a folder.
  public static ObjectStore start(Path folder) throws IOException {
    String sidecar = Files.createDirectories(folder.resolve("sidecar")).toString();
    return start(
        folder,
        (port, root) ->
            new ProcessBuilder(
                Parts.here().require("versitygw").toString(),
                "--quiet",
                "--port",
                "127.0.0.1:" + port,
                "posix",
                "--sidecar",
                sidecar,
                root));
  }

  /// Starts a MinIO that keeps everything in a folder; its conditions on writes hold also when two
  /// write at once.
  public static ObjectStore minio(Path folder) throws IOException {
    int console = freePort();
    return start(
        folder,
        (port, root) ->
            new ProcessBuilder(
                Parts.here().require("minio").toString(),
                "server",
                "--quiet",
                "--address",
                "127.0.0.1:" + port,
                "--console-address",
                "127.0.0.1:" + console,
                root));
  }

  /// How a server is started.
  @FunctionalInterface
  private interface Program {
    ProcessBuilder on(int port, String root) throws IOException;
  }

  private static ObjectStore start(Path folder, Program program) throws IOException {
    int port = freePort();
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(root.resolve(BUCKET));
    Path credentials = folder.resolve("credentials");
    Files.writeString(
        credentials,
        "[default]\naws_access_key_id = tester\naws_secret_access_key = tester-secret\n");
    ProcessBuilder builder = program.on(port, root.toString());
    builder.environment().put("ROOT_ACCESS_KEY", "tester");
    builder.environment().put("ROOT_SECRET_KEY", "tester-secret");
    builder.environment().put("MINIO_ROOT_USER", "tester");
    builder.environment().put("MINIO_ROOT_PASSWORD", "tester-secret");
    Path log = folder.resolve("log.txt");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    while (!answers(port)) {
      if (!process.isAlive()) {
        throw new IllegalStateException(Files.readString(log));
      }
      Thread.onSpinWait();
    }
    return new ObjectStore(process, settings(URI.create("http://127.0.0.1:" + port), credentials));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /// How to reach the bucket of a server that runs somewhere.
  static BucketSettings settings(URI endpoint, Path credentials) {
    return new BucketSettings(
        BUCKET,
        Optional.of(endpoint),
        "us-east-1",
        "",
        true,
        Optional.of(credentials),
        PART,
        Optional.empty());
  }

  /// How to reach the bucket.
  public BucketSettings settings() {
    return settings;
  }

  /// The same through a gate.
  static BucketSettings through(Gate gate, BucketSettings settings) {
    return new BucketSettings(
        settings.bucket(),
        Optional.of(URI.create("http://127.0.0.1:" + gate.port())),
        settings.region(),
        settings.prefix(),
        settings.pathStyle(),
        settings.credentials(),
        settings.partBytes(),
        settings.redirects());
  }

  /// The same with everything below a prefix.
  public BucketSettings below(String prefix) {
    return with(settings, prefix, settings.redirects());
  }

  /// The same with pulls sent to the server itself.
  public BucketSettings redirecting(BucketSettings.Redirects redirects) {
    return with(settings, settings.prefix(), Optional.of(redirects));
  }

  private static BucketSettings with(
      BucketSettings from, String prefix, Optional<BucketSettings.Redirects> redirects) {
    return new BucketSettings(
        from.bucket(),
        from.endpoint(),
        from.region(),
        prefix,
        from.pathStyle(),
        from.credentials(),
        from.partBytes(),
        redirects);
  }

  /// A registry's storage in the bucket.
  public static S3Storage open(BucketSettings settings) throws IOException {
    return S3Storage.open(settings, new RandomNames(), InstantSource.system());
  }

  /// How many objects there are below a prefix.
  public long objects(BucketSettings where) throws IOException {
    long[] found = new long[1];
    try (Bucket bucket = Connection.to(where)) {
      bucket.each("", object -> found[0]++);
    }
    return found[0];
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

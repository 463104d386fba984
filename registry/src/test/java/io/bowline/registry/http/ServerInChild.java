package io.bowline.registry.http;

import io.bowline.registry.exchange.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A registry in a JVM of its own with little memory.
final class ServerInChild implements AutoCloseable {
  private final Process process;
  private final URI address;

  private ServerInChild(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /// Serves a folder until its input ends.
  ///
  /// @param args the folder; a second one holds the key store to serve TLS with
  public static void main(String[] args) throws IOException, InterruptedException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var tls =
        args.length > 1
            ? Optional.of(SelfSigned.read(Path.of(args[1])).server())
            : Optional.<javax.net.ssl.X509KeyManager>empty();
    var settings = new RegistryServer.Settings(anyPort, tls, Callers.open(), Exchange.PATIENCE);
    try (RegistryServer server = RegistryServer.start(Path.of(args[0]), settings)) {
      System.out.println(server.address());
      System.out.flush();
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  /// Starts one.
  ///
  /// @param mebibytes of heap, and as many outside of it
  static ServerInChild start(Path folder, int mebibytes, Optional<Path> keys) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + mebibytes + "m",
                "-XX:MaxDirectMemorySize=" + mebibytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ServerInChild.class.getName(),
                folder.toString()));
    keys.ifPresent(path -> command.add(path.toString()));
    Path errors = Files.createTempFile(folder.getParent(), "child", ".err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String line = firstLine(process.getInputStream());
    if (line.isEmpty()) {
      throw new IOException("the child did not start: " + Files.readString(errors));
    }
    return new ServerInChild(process, URI.create(line));
  }

  private static String firstLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return new String(line.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  URI address() {
    return address;
  }

  boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

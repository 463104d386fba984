package io.bowline.bench.api;

import io.bowline.demo.process.Child;
import io.bowline.demo.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Processes beside the control plane, on its jars and with its options: its parts alone, and the
/// bare web server. Closing it ends what still runs.
public final class ApiProcesses implements AutoCloseable {
  private static final long START_NANOS = 60_000_000_000L;
  private static final long BETWEEN_LOOKS_NANOS = 5_000_000;
  private static final String PASSWORD = "measured";

  private final Path root;
  private final Path work;
  private final Processes processes;

  /// @param root the checkout
  /// @param work a folder for what they keep
  public ApiProcesses(Path root, Path work) {
    this.root = root;
    this.work = work;
    this.processes = new Processes(work, false);
  }

  /// Measures the parts alone, to its end.
  ///
  /// @return figures by their names
  public Map<String, Double> parts() throws IOException, InterruptedException {
    var ended =
        processes.run(
            "parts", command(PartsProcess.class, work.resolve("parts").toString()), Map.of());
    if (ended.code() != 0) {
      throw new IOException("the parts alone: " + ended.err());
    }
    var figures = new HashMap<String, Double>();
    for (String line : ended.out().lines().toList()) {
      String[] words = line.split(" ", 2);
      figures.put(words[0], Double.valueOf(words[1]));
    }
    return figures;
  }

  /// A bare web server at work.
  public record Hello(Child process, int port, Path certificate) {}

  /// Starts a bare web server that answers everything with a page.
  public Hello hello(String page) throws IOException, InterruptedException {
    Path store = work.resolve("hello.p12");
    Path certificate = work.resolve("hello.pem");
    Path told = work.resolve("hello.port");
    keytool(
        "-genkeypair",
        store,
        List.of(
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost"));
    keytool("-exportcert", store, List.of("-rfc", "-file", certificate.toString()));
    Path file = Files.writeString(work.resolve("hello.json"), page);
    Child child =
        processes.start(
            "hello",
            command(
                HelloProcess.class, store.toString(), PASSWORD, file.toString(), told.toString()),
            Map.of());
    long end = System.nanoTime() + START_NANOS;
    while (!Files.exists(told)) {
      if (!child.alive() || System.nanoTime() > end) {
        throw new IOException("the bare web server did not start: " + child.lastWords());
      }
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    return new Hello(child, Integer.parseInt(Files.readString(told)), certificate);
  }

  private void keytool(String verb, Path store, List<String> more)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<String>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                verb,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "hello"));
    command.addAll(more);
    var ended = processes.run("keytool" + verb, command, Map.of());
    if (ended.code() != 0) {
      throw new IOException("keytool: " + ended.out() + ended.err());
    }
  }

  private List<String> command(Class<?> main, String... args) {
    Path app = root.resolve("control-plane/target/quarkus-app");
    String classes =
        Stream.of(
                root.resolve("bench/target/classes").toString(),
                app.resolve("app") + "/*",
                app.resolve("lib/main") + "/*",
                app.resolve("lib/boot") + "/*")
            .collect(Collectors.joining(":"));
    var command =
        new ArrayList<String>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + root.resolve("control-plane/jvm.options"),
                "-cp",
                classes,
                main.getName()));
    command.addAll(List.of(args));
    return command;
  }

  @Override
  public void close() {
    processes.close();
  }
}

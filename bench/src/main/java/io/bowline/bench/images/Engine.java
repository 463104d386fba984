package io.bowline.bench.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.bench.images.SyncImages.Name;
import io.bowline.demo.process.Child;
import io.bowline.demo.process.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The runner's engine as a contender: a new process for each copy, or one that stays.
public final class Engine implements Contender, AutoCloseable {
  private static final int START_MILLIS = 60_000;

  private final Path root;
  private final Path work;
  private final Processes processes;
  private final boolean stays;
  private Link link = Link.NONE;

  private Engine(Path root, Path work, Processes processes, boolean stays) {
    this.root = root;
    this.work = work;
    this.processes = processes;
    this.stays = stays;
  }

  /// A new process each time.
  ///
  /// @param root the checkout
  /// @param work a folder for what it is told
  public static Engine cold(Path root, Path work, Processes processes) {
    return new Engine(root, work, processes, false);
  }

  /// One process for all.
  public static Engine warm(Path root, Path work, Processes processes) {
    return new Engine(root, work, processes, true);
  }

  @Override
  public String name() {
    return stays ? "warm" : "cold";
  }

  @Override
  public void sync(URI from, URI to, List<Name> images) throws IOException, InterruptedException {
    Path list = Files.createTempFile(work, "images", ".txt");
    Files.write(list, images.stream().map(n -> n.repository() + " " + n.tag()).toList());
    if (link instanceof Link.None) {
      link = Open.start(processes, command());
    }
    String said = link.ask(from + " " + to + " " + list);
    if (!said.equals("done")) {
      throw new IOException("the engine " + said);
    }
    if (!stays) {
      close();
    }
  }

  /// The most memory that the process had, in MiB.
  public double peakMib() throws IOException {
    return link.peakMib();
  }

  private List<String> command() {
    Path app = root.resolve("runner/target/quarkus-app");
    String classes =
        Stream.of(
                root.resolve("bench/target/classes").toString(),
                app.resolve("app") + "/*",
                app.resolve("lib/main") + "/*",
                app.resolve("lib/boot") + "/*")
            .collect(Collectors.joining(":"));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + root.resolve("runner/jvm.options"),
        "-cp",
        classes,
        EngineProcess.class.getName());
  }

  @Override
  public void close() throws IOException {
    link.close();
    link = Link.NONE;
  }

  /// The process, when it runs.
  private sealed interface Link extends AutoCloseable {
    Link NONE = new None();

    /// There is no process.
    record None() implements Link {
      @Override
      public String ask(String what) {
        throw new IllegalStateException("the engine does not run");
      }

      @Override
      public double peakMib() {
        return Double.NaN;
      }

      @Override
      public void close() {}
    }

    String ask(String what) throws IOException;

    double peakMib() throws IOException;

    @Override
    void close() throws IOException;
  }

  /// A process that has called.
  private record Open(Child child, Socket socket, BufferedReader in, PrintWriter out)
      implements Link {
    static Open start(Processes processes, List<String> command) throws IOException {
      try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        server.setSoTimeout(START_MILLIS);
        List<String> whole =
            Stream.concat(command.stream(), Stream.of("" + server.getLocalPort())).toList();
        Child child = processes.start("engine", whole, Map.of("MALLOC_ARENA_MAX", "2"));
        Socket socket = server.accept();
        return new Open(
            child,
            socket,
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)),
            new PrintWriter(socket.getOutputStream(), true, UTF_8));
      }
    }

    @Override
    public String ask(String what) throws IOException {
      out.println(what);
      String said = in.readLine();
      return said == null ? "ended: " + child.lastWords() : said;
    }

    @Override
    public double peakMib() throws IOException {
      return Memory.peakMib(child);
    }

    @Override
    public void close() throws IOException {
      socket.close();
      child.close();
    }
  }
}

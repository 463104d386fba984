package io.bowline.simulator.node;

import io.bowline.simulator.platform.World;
import io.bowline.simulator.shell.Files;
import io.bowline.simulator.shell.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One run of a container, from its start to its exit.
final class ContainerRun implements Machine {
  private static final int KILLED = 137;

  private final World world;
  private final Program program;
  private final Files files;
  private final LogBook log;
  private final Image image;
  private final Runnable ended;
  private final Instant started;
  private final Map<Integer, String> listeners = new ConcurrentHashMap<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final Thread thread;
  private volatile OptionalInt exit = OptionalInt.empty();
  private volatile Instant finished = Instant.EPOCH;

  private ContainerRun(World world, Program program, Files files, Image image, Runnable ended) {
    this.world = world;
    this.program = program;
    this.files = files;
    this.image = image;
    this.ended = ended;
    this.log = new LogBook(world);
    this.started = world.now();
    this.thread = Thread.ofVirtual().name("container").unstarted(this::run);
  }

  static ContainerRun start(
      World world, Program program, Files files, Image image, Runnable ended) {
    ContainerRun run = new ContainerRun(world, program, files, image, ended);
    run.thread.start();
    return run;
  }

  private void run() {
    int code = KILLED;
    try {
      code = program.run(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      finished = world.now();
      exit = OptionalInt.of(code);
      log.close();
      ended.run();
    }
  }

  void stop() {
    thread.interrupt();
  }

  Instant started() {
    return started;
  }

  Instant finished() {
    return finished;
  }

  OptionalInt exit() {
    return exit;
  }

  LogBook log() {
    return log;
  }

  Image image() {
    return image;
  }

  Program program() {
    return program;
  }

  boolean listens(int port) {
    return listeners.containsKey(port);
  }

  /// What an HTTP request to a port finds; empty when nobody answers there.
  Optional<String> http(int port, String path) {
    if (exit.isPresent() || !program.answers()) {
      return Optional.empty();
    }
    String root = listeners.get(port);
    if (root != null) {
      return files.read(root + path);
    }
    if (!program.servesAnything()) {
      return Optional.empty();
    }
    String metrics = image.labels().getOrDefault(Image.METRICS, "# TYPE up gauge\nup 1\n");
    return Optional.of(path.equals("/metrics") ? metrics : "ok\n");
  }

  /// Runs a command beside the program, as a probe does; true when it exits with 0.
  boolean exec(Program probe) throws InterruptedException {
    return exit.isEmpty() && program.answers() && probe.run(new Beside(this)) == 0;
  }

  /// The same container without its console: what a probe prints is in no log.
  private record Beside(ContainerRun run) implements Machine {
    @Override
    public void write(String text) {}

    @Override
    public void pause(Duration time) throws InterruptedException {
      run.pause(time);
    }

    @Override
    public Files files() {
      return run.files;
    }

    @Override
    public void listen(int port, String root) {
      run.listen(port, root);
    }

    @Override
    public Instant now() {
      return run.now();
    }
  }

  @Override
  public void write(String text) {
    log.write(text);
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    boolean counted = never.await(time.toNanos(), TimeUnit.NANOSECONDS);
    if (counted) {
      throw new IllegalStateException("nobody counts this latch down");
    }
  }

  @Override
  public Files files() {
    return files;
  }

  @Override
  public void listen(int port, String root) {
    listeners.put(port, root);
  }

  @Override
  public Instant now() {
    return world.now();
  }
}

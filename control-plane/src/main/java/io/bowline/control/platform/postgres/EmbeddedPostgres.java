package io.bowline.control.platform.postgres;

import io.bowline.control.platform.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// A real PostgreSQL under a folder of ours, with durable settings, on a loopback port.
///
/// The server is a process of its own and outlives a killed JVM: the next start finds it, stops it
/// in good order and starts its own. The caller holds the folder (see `DataFolder`), so a server
/// found there has no other master.
public final class EmbeddedPostgres implements AutoCloseable {
  /// The server's first role; it makes the others and does no work.
  public static final String SUPERUSER = "bowline_admin";

  private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration WATCH_EVERY = Duration.ofSeconds(1);
  private static final int PORT_TRIES = 3;
  private static final int PORT_LINE = 3;

  private final PostgresBinaries binaries;
  private final Demotion demotion;
  private final Path folder;
  private final Thread guard = new Thread(this::endedWhileStarting, "postgres-guard");
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ReentrantLock turn = new ReentrantLock();
  private volatile boolean ending;
  private volatile int port;

  private EmbeddedPostgres(PostgresBinaries binaries, Demotion demotion, Path folder) {
    this.binaries = binaries;
    this.demotion = demotion;
    this.folder = folder;
  }

  /// Starts it, making the cluster first where there is none.
  ///
  /// @param folder ours alone
  /// @param superuserPassword set when the cluster is made; must be the same ever after
  public static EmbeddedPostgres start(Path folder, String superuserPassword) {
    PostgresBinaries binaries = PostgresBinaries.ready();
    try {
      Files.createDirectories(folder);
      Demotion demotion = Demotion.choose(binaries.program("postgres"));
      EmbeddedPostgres server = new EmbeddedPostgres(binaries, demotion, folder);
      server.bringUp(superuserPassword);
      return server;
    } catch (IOException e) {
      throw new StartupFailure(
          "The embedded PostgreSQL in %s could not be started: %s.".formatted(folder, e), e);
    }
  }

  private synchronized void bringUp(String superuserPassword) throws IOException {
    try {
      Runtime.getRuntime().addShutdownHook(guard);
    } catch (IllegalStateException e) {
      throw new IOException("this process was told to end", e);
    }
    stopOrphan();
    if (!Files.exists(cluster())) {
      makeCluster(superuserPassword);
    }
    launch();
  }

  /// From here on its owner closes it in good order when the process is ended.
  public void settled() {
    try {
      Runtime.getRuntime().removeShutdownHook(guard);
    } catch (IllegalStateException e) {
      LOG.debug("the process is ending already, and the guard with it");
    }
  }

  /// A process that is told to end before it is up is not asked to close what it has: this is.
  private void endedWhileStarting() {
    ending = true;
    synchronized (this) {
      try {
        if (Files.exists(cluster().resolve("postmaster.pid")) && isRunning()) {
          stop();
        }
      } catch (IOException e) {
        LOG.errorf("The embedded PostgreSQL in %s did not stop: %s", folder, e.getMessage());
      }
    }
  }

  /// The JDBC address of one database of a server that another process started in the folder; empty
  /// when none is up.
  public static Optional<String> runningUrl(Path folder, String database) {
    Path pid = folder.resolve("cluster").resolve("postmaster.pid");
    try {
      List<String> lines = Files.exists(pid) ? Files.readAllLines(pid) : List.of();
      boolean alive =
          lines.size() > PORT_LINE
              && ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).isPresent();
      return alive
          ? Optional.of(address(Integer.parseInt(lines.get(PORT_LINE).strip()), database))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new StartupFailure("The file %s cannot be read: %s".formatted(pid, e), e);
    }
  }

  private static String address(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /// The JDBC address of one of its databases.
  public String url(String database) {
    return address(port, database);
  }

  /// From now on starts it again, at the same address, whenever it ends by itself: killed for the
  /// memory it took, or stopped by hand.
  public void keepUp() {
    Thread.ofVirtual().name("postgres-watch").start(this::watch);
  }

  private void watch() {
    try {
      while (!closed.await(WATCH_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        revive();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void revive() {
    turn.lock();
    try {
      if (closed.getCount() > 0 && !postmasterLives()) {
        LOG.warnf("The PostgreSQL in %s ended by itself; starting it again", folder);
        start(port);
      }
    } catch (IOException e) {
      LOG.errorf("The PostgreSQL in %s does not start: %s. Trying again.", folder, e.getMessage());
    } finally {
      turn.unlock();
    }
  }

  private boolean postmasterLives() throws IOException {
    Path pid = cluster().resolve("postmaster.pid");
    if (!Files.exists(pid)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(pid)) {
      return lines
          .findFirst()
          .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
          // one that nobody has buried yet has no command any more
          .filter(process -> process.isAlive() && process.info().command().isPresent())
          .isPresent();
    }
  }

  /// Stops it: clients are cut, everything committed is kept.
  @Override
  public void close() {
    settled();
    closed.countDown();
    turn.lock();
    try {
      stop();
    } catch (IOException e) {
      throw new IllegalStateException("the embedded PostgreSQL in " + folder + " did not stop", e);
    } finally {
      turn.unlock();
    }
  }

  private Path cluster() {
    return folder.resolve("cluster");
  }

  private void stopOrphan() throws IOException {
    if (Files.exists(cluster().resolve("postmaster.pid")) && isRunning()) {
      LOG.infof("Stopping the PostgreSQL that a killed process left behind in %s", folder);
      stop();
    }
  }

  private boolean isRunning() throws IOException {
    return control("status").code() == 0;
  }

  private void stop() throws IOException {
    Program.Ended ended = control("stop", "-m", "fast", "-w", "-t", "30");
    if (ended.code() != 0 && isRunning()) {
      ended = control("stop", "-m", "immediate", "-w", "-t", "30");
    }
    if (ended.code() != 0 && isRunning()) {
      throw new IOException(ended.said());
    }
  }

  private Program.Ended control(String action, String... arguments) throws IOException {
    List<String> all =
        Stream.concat(Stream.of(action, "-D", cluster().toString()), Stream.of(arguments)).toList();
    return Program.run(
        demotion.command(binaries.program("pg_ctl"), all.toArray(String[]::new)), LIMIT);
  }

  /// Made beside and renamed: a start that is cut short leaves no half cluster.
  private void makeCluster(String superuserPassword) throws IOException {
    Path draft = folder.resolve("cluster.draft");
    removeAll(draft);
    Files.createDirectory(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path password = Files.createTempFile(folder, "password", "");
    try {
      Files.writeString(password, superuserPassword + "\n");
      demotion.giveAway(folder);
      Program.Ended ended =
          Program.run(
              demotion.command(
                  binaries.program("initdb"),
                  "-D",
                  draft.toString(),
                  "-U",
                  SUPERUSER,
                  "-A",
                  "scram-sha-256",
                  "--pwfile=" + password,
                  "-E",
                  "UTF8",
                  "--locale=C",
                  "--data-checksums"),
              LIMIT);
      if (ended.code() != 0) {
        throw new IOException("initdb: " + ended.said());
      }
    } finally {
      Files.deleteIfExists(password);
    }
    Files.move(draft, cluster(), StandardCopyOption.ATOMIC_MOVE);
  }

  /// The port is chosen by the system and may be taken in between, so a failure is tried again.
  private void launch() throws IOException {
    for (int i = 1; i < PORT_TRIES && !ending; i++) {
      try {
        start(freePort());
        return;
      } catch (IOException e) {
        LOG.debugf("the embedded PostgreSQL did not start on port %d: %s", port, e.getMessage());
      }
    }
    start(freePort());
  }

  private void start(int at) throws IOException {
    if (ending) {
      throw new IOException("this process was told to end");
    }
    port = at;
    Path log = folder.resolve("postgres.log");
    Program.Ended ended =
        control("start", "-w", "-t", "45", "-l", log.toString(), "-o", options(port));
    if (ended.code() != 0) {
      throw new IOException(ended.said() + " (its log: " + log + ")");
    }
  }

  private static String options(int port) {
    return Stream.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "max_connections=120",
            "shared_buffers=64MB",
            "dynamic_shared_memory_type=mmap",
            "log_min_messages=warning",
            "idle_in_transaction_session_timeout=60s")
        .reduce("", (all, setting) -> all + " -c " + setting)
        .strip();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void removeAll(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(path)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.delete(each);
    }
  }
}

package io.bowline.runner.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// A disk on which a process asks to be killed right before and right after each record of its
/// journal is durable, once for each of these points.
///
/// It prints `kill PID POINT` and stands still there; whoever kills it adds the point to the file
/// of those that are done.
///
/// Whoever only wants to freeze it there lets it go on by a file `go`.
public final class KillPoints extends PassingDisk {
  private static final int FRAME = 8;

  private final Predicate<String> wanted;
  private final Set<String> done;
  private final Path go;

  /// @param done file with a point a line, none when it is not there
  public KillPoints(Disk disk, Path done, Predicate<String> wanted) throws IOException {
    super(disk);
    this.wanted = wanted;
    List<String> lines = Files.exists(done) ? Files.readAllLines(done) : List.of();
    this.done = new HashSet<>(lines);
    go = done.resolveSibling("go");
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new Stopping(super.open(name), !name.endsWith(".new"));
  }

  private void pass(String point) throws IOException {
    if (!wanted.test(point) || done.contains(point)) {
      return;
    }
    System.out.println("kill " + ProcessHandle.current().pid() + " " + point);
    while (!Files.exists(go)) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static String name(byte[] frame) throws IOException {
    Entry entry = EntryCodec.read(Arrays.copyOfRange(frame, FRAME, frame.length));
    String step =
        switch (entry) {
          case Entry.StepStarted started -> "-" + started.step();
          case Entry.StepDone ended -> "-" + ended.step();
          case Entry.Accepted _, Entry.Adopted _, Entry.Began _ -> "";
          case Entry.CancelAsked _, Entry.Ended _, Entry.Settled _ -> "";
        };
    return entry.job().value().getLeastSignificantBits()
        + "-"
        + entry.getClass().getSimpleName()
        + step;
  }

  private final class Stopping extends PassingFile {
    private final boolean stops;
    private String record = "";

    private Stopping(DiskFile file, boolean stops) {
      super(file);
      this.stops = stops;
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      if (stops && bytes.length > FRAME) {
        record = name(bytes);
        pass(record + "-before");
      }
      super.append(bytes);
    }

    @Override
    public void sync() throws IOException {
      super.sync();
      if (!record.isEmpty()) {
        pass(record + "-after");
      }
    }
  }
}

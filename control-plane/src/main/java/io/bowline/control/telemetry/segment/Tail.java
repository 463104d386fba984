package io.bowline.control.telemetry.segment;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads on from a position in the order of arrival, each entry once.
public final class Tail implements AutoCloseable {
  private final Path folder;
  private final Predicate<String> labels;
  private final Map<String, Boolean> judged = new HashMap<>();
  private Position next;
  private boolean gap;
  private Optional<SegmentFile> open = Optional.empty();

  /// Opens nothing yet.
  ///
  /// @param next the first entry that is wanted
  /// @param labels judges the canonical text of a label set
  public Tail(Path folder, Position next, Predicate<String> labels) {
    this.folder = folder;
    this.next = next;
    this.labels = labels;
  }

  /// Behind all that is there.
  public static Position end(Path folder) throws IOException {
    List<Path> files = SegmentFile.files(folder);
    if (files.isEmpty()) {
      return Position.START;
    }
    try (var file = new SegmentFile(files.getLast())) {
      while (file.next(_ -> false).isPresent()) {
        // to the end
      }
      return new Position(file.number(), file.end(), 0);
    }
  }

  /// The first entry that was not shown yet.
  public Position next() {
    return next;
  }

  /// Whether something that was not shown has been removed by retention; told once.
  public boolean takeGap() {
    boolean was = gap;
    gap = false;
    return was;
  }

  /// Shows the entries of the next block.
  ///
  /// @return false when there is no further block now
  public boolean block(Segments.Visitor visitor) throws IOException {
    while (true) {
      Optional<SegmentFile> file = file();
      if (file.isEmpty()) {
        return false;
      }
      Optional<Block> block = block(file.get());
      if (block.isPresent()) {
        show(file.get(), block.get(), visitor);
        return true;
      }
      Optional<Path> after = after(file.get().number());
      // what came into the old file before the new one was begun is shown first
      block = after.isEmpty() ? Optional.empty() : block(file.get());
      if (block.isPresent()) {
        show(file.get(), block.get(), visitor);
        return true;
      }
      if (after.isEmpty()) {
        return false;
      }
      goTo(after.get());
      close();
    }
  }

  private void show(SegmentFile file, Block block, Segments.Visitor visitor) throws IOException {
    Position start = file.position();
    int index = start.offset() == next.offset() ? next.index() : 0;
    block.entries(
        new Position(start.segment(), start.offset(), index),
        text -> judged.computeIfAbsent(text, labels::test),
        visitor::entry);
    next = new Position(file.number(), file.end(), 0);
  }

  private Optional<Block> block(SegmentFile file) throws IOException {
    // blocks before the position are read only for the label sets that they name
    while (file.end() < next.offset()) {
      if (file.next(_ -> false).isEmpty()) {
        return Optional.empty();
      }
    }
    return file.next(_ -> true);
  }

  private Optional<SegmentFile> file() throws IOException {
    if (open.isPresent()) {
      return open;
    }
    Optional<Path> path = after(next.segment() - 1);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (SegmentFile.numberOf(path.get()) != next.segment()) {
        goTo(path.get());
      }
      open = Optional.of(new SegmentFile(path.get()));
      return open;
    } catch (NoSuchFileException e) {
      // dropped by retention just now; the next look begins behind it
      return Optional.empty();
    }
  }

  private void goTo(Path file) {
    long number = SegmentFile.numberOf(file);
    // the rest of the file that was read last has been shown; one that was never opened has not
    boolean shown = open.isPresent() || next.segment() == 0;
    gap |= number > next.segment() + (shown ? 1 : 0) && next.segment() > 0;
    next = new Position(number, 0, 0);
  }

  private Optional<Path> after(long number) throws IOException {
    return SegmentFile.files(folder).stream()
        .filter(file -> SegmentFile.numberOf(file) > number)
        .findFirst();
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      open.get().close();
      open = Optional.empty();
    }
  }
}

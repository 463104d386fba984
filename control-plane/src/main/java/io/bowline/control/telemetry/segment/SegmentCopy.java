package io.bowline.control.telemetry.segment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads all segments below a folder while they are written. Everything that was acked before is in
/// what was read; a block that was being written may be there in part and is cut off when the copy
/// is opened.
public final class SegmentCopy {
  /// Takes one segment after the other.
  public interface Sink {
    /// Takes a segment.
    ///
    /// @param name relative to the folder, with `/`
    void accept(String name, byte[] content) throws IOException;
  }

  private SegmentCopy() {}

  /// Copies everything; nothing when there is no folder.
  public static void copy(Path root, Sink sink) throws IOException {
    copy(root, root, sink);
  }

  private static void copy(Path root, Path folder, Sink sink) throws IOException {
    for (Path child : children(folder)) {
      if (Files.isDirectory(child)) {
        copy(root, child, sink);
      } else if (child.toString().endsWith(SegmentFile.SUFFIX)) {
        segment(root, child, sink);
      }
    }
  }

  private static void segment(Path root, Path file, Sink sink) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      // dropped by retention since it was listed: its entries are gone by decision
      return;
    }
    if (content.length > 0) {
      sink.accept(root.relativize(file).toString().replace('\\', '/'), content);
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(children::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    children.sort(Comparator.naturalOrder());
    return children;
  }
}

package io.bowline.runner.step;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder of frozen bytes as one digest: every file's path and content, and nothing else.
public final class FrozenTree {
  private static final int MAX_FILES = 20_000;
  private static final int BUFFER = 1 << 16;

  private FrozenTree() {}

  /// The digest of all that lies in the folder.
  ///
  /// @throws StepException when it holds a link or too many files
  public static Digest digest(Path folder) {
    var running = Digest.Algorithm.SHA256.hash();
    try {
      for (Path file : files(folder)) {
        String path = folder.relativize(file).toString();
        byte[] head =
            (path.length() + ":" + path + "\n" + Files.size(file) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        running.update(head);
        try (InputStream bytes = Files.newInputStream(file)) {
          byte[] buffer = new byte[BUFFER];
          for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            running.update(buffer, 0, read);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the frozen bytes in " + folder, e);
    }
    return Digest.finish(Digest.Algorithm.SHA256, running);
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
              .limit(MAX_FILES + 1L)
              .sorted()
              .toList();
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new StepException("frozen-bytes", "frozen bytes hold a link: " + file.getFileName());
      }
    }
    if (files.size() > MAX_FILES) {
      throw new StepException("frozen-bytes", "frozen bytes hold over " + MAX_FILES + " files");
    }
    return files;
  }
}

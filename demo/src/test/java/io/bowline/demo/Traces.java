package io.bowline.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/// Looks for texts in files of any kind, byte by byte.
final class Traces {
  private static final int WINDOW = 1 << 20;

  private final List<String> texts;
  private final int longest;
  private final Set<String> found = new TreeSet<>();

  /// @param texts to look for, at most some thousand characters each
  Traces(List<String> texts) {
    this.texts = texts;
    longest = texts.stream().mapToInt(String::length).max().orElseThrow();
  }

  /// Which of them were seen so far.
  Set<String> found() {
    return found;
  }

  void lookInFolder(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
              look(in);
            } catch (NoSuchFileException e) {
              // the database is at work: it has gone since it was listed
              return FileVisitResult.CONTINUE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw why;
          }
        });
  }

  void lookInArchive(Path tgz) throws IOException {
    try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(tgz)))) {
      look(in);
    }
  }

  private void look(InputStream in) throws IOException {
    byte[] window = new byte[WINDOW + longest];
    int kept = 0;
    while (true) {
      int read = in.readNBytes(window, kept, WINDOW);
      if (read == 0) {
        return;
      }
      int filled = kept + read;
      String text = new String(window, 0, filled, StandardCharsets.ISO_8859_1);
      texts.stream().filter(text::contains).forEach(found::add);
      kept = Math.min(longest, filled);
      byte[] tail = Arrays.copyOfRange(window, filled - kept, filled);
      System.arraycopy(tail, 0, window, 0, kept);
    }
  }
}

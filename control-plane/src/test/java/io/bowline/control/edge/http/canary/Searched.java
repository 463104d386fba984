package io.bowline.control.edge.http.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Looks for many texts at once in files of any size, whatever they are made of.
final class Searched {
  private static final int PIECE = 4 << 20;
  private static final int SHORTEST = 8;

  private final Map<String, String> names = new LinkedHashMap<>();
  private final BitSet begins = new BitSet(1 << 16);
  private final TreeSet<String> found = new TreeSet<>();
  private int longest = SHORTEST;

  /// @param texts what is looked for, by what it is
  Searched(Map<String, List<String>> texts) {
    texts.forEach((name, forms) -> forms.forEach(form -> add(name, form)));
  }

  private void add(String name, String form) {
    String bytes = new String(form.getBytes(UTF_8), ISO_8859_1);
    if (bytes.length() < SHORTEST) {
      throw new IllegalArgumentException(name + " is too short to be looked for");
    }
    names.put(bytes, name);
    begins.set(bytes.charAt(0) << 8 | bytes.charAt(1));
    longest = Math.max(longest, bytes.length());
  }

  /// What was found so far.
  Set<String> found() {
    return found;
  }

  /// Looks through a folder. A file that goes meanwhile is none.
  ///
  /// @return how many bytes there were
  long folder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        bytes += stream(in);
      } catch (NoSuchFileException _) {
        // a segment that was taken away
      }
    }
    return bytes;
  }

  /// Looks through a stream to its end.
  ///
  /// @return how many bytes there were
  long stream(InputStream in) throws IOException {
    long bytes = 0;
    byte[] piece = new byte[PIECE];
    int kept = 0;
    while (true) {
      int read = in.readNBytes(piece, kept, PIECE - kept);
      bytes += read;
      look(piece, kept + read);
      if (kept + read < PIECE) {
        return bytes;
      }
      kept = longest;
      System.arraycopy(piece, PIECE - kept, piece, 0, kept);
    }
  }

  private void look(byte[] piece, int length) {
    var hits = new ArrayList<Integer>();
    for (int i = 0; i + 1 < length; i++) {
      if (begins.get((piece[i] & 0xff) << 8 | (piece[i + 1] & 0xff))) {
        hits.add(i);
      }
    }
    for (int at : hits) {
      String here = new String(piece, at, Math.min(longest, length - at), ISO_8859_1);
      names.forEach((form, name) -> {
        if (here.startsWith(form)) {
          found.add(name);
        }
      });
    }
  }
}

package io.bowline.control.platform.keep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// A backup that somebody worked on: its entries, to be altered, and written again with checksums
/// that fit.
final class Forged {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Part(String name, byte[] content) {
    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  final List<Part> parts = new ArrayList<>();

  static Forged from(Path backup) throws IOException {
    Forged forged = new Forged();
    try (InputStream in = Files.newInputStream(backup);
        var tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        forged.parts.add(new Part(entry.getName(), tar.readAllBytes()));
      }
    }
    forged.parts.removeLast();
    return forged;
  }

  /// Puts an entry right behind the head.
  Forged with(String name, String content) {
    parts.add(1, new Part(name, content.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  Forged withHead(String from, String to) {
    Part head = parts.getFirst();
    parts.set(
        0, new Part(head.name(), head.text().replace(from, to).getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  Path write(Path file) throws IOException {
    try (BackupWriter writer = new BackupWriter(file)) {
      for (Part part : parts) {
        writer.add(part.name(), part.content());
      }
      writer.finish();
    }
    return file;
  }
}

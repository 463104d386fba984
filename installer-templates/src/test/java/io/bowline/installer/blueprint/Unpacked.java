package io.bowline.installer.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.installer.Document;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

/// An archive, as whoever gets it unpacks it.
final class Unpacked {
  private Unpacked() {}

  static Map<String, String> of(Document document) throws IOException {
    var files = new TreeMap<String, String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(document.bytes()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
      }
    }
    return files;
  }
}

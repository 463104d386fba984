package io.bowline.installer.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Files that stand beside this class.
final class Sources {
  private Sources() {}

  static String text(String name) {
    try (InputStream in = Sources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing beside Sources");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The files of a module of ours, as they lie in an archive.
  ///
  /// @param cloud the module's folder
  /// @param to the folder in the archive
  static Map<String, String> module(String cloud, List<String> files, String to) {
    var module = new TreeMap<String, String>();
    files.forEach(file -> module.put(to + "/" + file, text(cloud + "/" + file)));
    return module;
  }
}

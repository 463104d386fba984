package io.bowline.installer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A rendered file.
///
/// @param file what it is called
/// @param mediaType of its bytes
public record Document(String file, String mediaType, Content content) {
  /// What is in a file.
  public sealed interface Content {
    /// One text.
    record Text(String text) implements Content {}

    /// Files of an archive, by their paths in it.
    record Files(SortedMap<String, String> files) implements Content {
      public Files {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
      }
    }
  }

  /// Zip knows no earlier time, and a rendered file is of none.
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /// A file of text.
  public Document(String file, String mediaType, String text) {
    this(file, mediaType, new Content.Text(text));
  }

  /// A zip of texts.
  ///
  /// @param files by their paths in it
  public static Document archive(String file, Map<String, String> files) {
    return new Document(file, "application/zip", new Content.Files(new TreeMap<>(files)));
  }

  /// Its text.
  ///
  /// @throws IllegalStateException when it is an archive, which has none
  public String text() {
    return switch (content) {
      case Content.Text(String text) -> text;
      case Content.Files _ -> throw new IllegalStateException(file + " is an archive");
    };
  }

  /// Its bytes: for the same content always the same ones, on whatever machine and day.
  public byte[] bytes() {
    return switch (content) {
      case Content.Text(String text) -> text.getBytes(StandardCharsets.UTF_8);
      case Content.Files(SortedMap<String, String> files) -> zip(files);
    };
  }

  /// Nothing is compressed: what a compressor makes of a text depends on its version.
  private static byte[] zip(SortedMap<String, String> files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (var each : files.entrySet()) {
        byte[] content = each.getValue().getBytes(StandardCharsets.UTF_8);
        var sum = new CRC32();
        sum.update(content);
        var entry = new ZipEntry(each.getKey());
        entry.setTimeLocal(NO_TIME);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

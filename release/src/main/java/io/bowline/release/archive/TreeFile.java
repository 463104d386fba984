package io.bowline.release.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One file's bytes and whether it may be executed.
///
/// @param bytes not to be changed by who holds them
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record TreeFile(byte[] bytes, boolean executable) {
  /// A text file.
  public static TreeFile text(String text) {
    return new TreeFile(text.getBytes(StandardCharsets.UTF_8), false);
  }

  /// The bytes as UTF-8.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreeFile(byte[] theirs, boolean theirExecutable)
        && executable == theirExecutable
        && Arrays.equals(bytes, theirs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes) * 2 + Boolean.hashCode(executable);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}

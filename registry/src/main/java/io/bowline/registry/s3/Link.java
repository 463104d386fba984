package io.bowline.registry.s3;

import java.io.IOException;
import java.time.Instant;

/// What a repository knows of a blob that it has.
///
/// @param touched when it was last pushed, mounted or asked for
record Link(DataPointer data, Instant touched) {
  /// As an object that is another one each time, so that a removal cannot take it for the one it
  /// read.
  ///
  /// @param nonce never used before
  byte[] write(String nonce) {
    return Text.write(data.text() + " " + touched.toEpochMilli() + "\n" + nonce);
  }

  static Link read(String key, byte[] bytes) throws IOException {
    String text = Text.read(key, bytes);
    try {
      String[] words = text.substring(0, text.indexOf('\n')).split(" ", -1);
      return new Link(
          new DataPointer(words[0], Long.parseLong(words[1])),
          Instant.ofEpochMilli(Long.parseLong(words[2])));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("the object " + key + " is damaged: it names no data", e);
    }
  }
}

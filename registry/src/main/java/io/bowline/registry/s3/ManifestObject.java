package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// A manifest with what is recorded of it: a head of three lines, then its bytes.
final class ManifestObject {
  private final String mediaType;
  private final Instant touched;
  private final byte[] bytes;
  private final int begin;

  private ManifestObject(String mediaType, Instant touched, byte[] bytes, int begin) {
    this.mediaType = mediaType;
    this.touched = touched;
    this.bytes = bytes;
    this.begin = begin;
  }

  static ManifestObject of(String mediaType, Instant touched, byte[] manifest) {
    return new ManifestObject(mediaType, touched, manifest, 0);
  }

  String mediaType() {
    return mediaType;
  }

  /// When it was last pushed or asked for.
  Instant touched() {
    return touched;
  }

  int size() {
    return bytes.length - begin;
  }

  ReadBytes content(Digest digest) {
    return new ReadBytes(digest, bytes, begin);
  }

  /// The manifest's own bytes.
  byte[] manifest() {
    return Arrays.copyOfRange(bytes, begin, bytes.length);
  }

  /// As an object that is another one each time, so that a removal cannot take it for the one it
  /// read.
  ///
  /// @param now the moment at which it counts as touched
  /// @param nonce never used before
  byte[] write(Instant now, String nonce) {
    byte[] head = Text.write(now.toEpochMilli() + " " + nonce + "\n" + mediaType + "\n");
    byte[] whole = Arrays.copyOf(head, head.length + size());
    System.arraycopy(bytes, begin, whole, head.length, size());
    return whole;
  }

  static ManifestObject read(String key, byte[] bytes) throws IOException {
    String text = Text.read(key, bytes);
    try {
      int line = text.indexOf('\n');
      int end = text.indexOf('\n', line + 1);
      String head = text.substring(0, end + 1);
      Instant touched = Instant.ofEpochMilli(Long.parseLong(text.substring(0, text.indexOf(' '))));
      int begin = Text.write("").length + head.getBytes(StandardCharsets.UTF_8).length;
      return new ManifestObject(text.substring(line + 1, end), touched, bytes, begin);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("the object " + key + " is damaged: it is no manifest", e);
    }
  }
}

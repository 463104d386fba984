package io.bowline.registry.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Small objects begin with the number of their form, so that a later layout can tell an earlier
/// one; an empty object stands for one that was removed.
final class Text {
  static final byte[] REMOVED = {};
  private static final String FORM = "2\n";

  private Text() {}

  static byte[] write(String text) {
    return (FORM + text).getBytes(StandardCharsets.UTF_8);
  }

  static String read(String key, byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!text.startsWith(FORM)) {
      throw new IOException(
          "the object " + key + " is not of layout 2: another version wrote it, or it is damaged");
    }
    return text.substring(FORM.length());
  }
}

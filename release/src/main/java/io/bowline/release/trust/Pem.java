package io.bowline.release.trust;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text form of keys.
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)\\s*-----END \\1-----\\s*");

  private Pem() {}

  /// The bytes are handed on at once.
  @SuppressWarnings("ArrayRecordComponent")
  record Block(String type, byte[] bytes) {}

  static Block read(String text) throws KeyRefused {
    Matcher matcher = BLOCK.matcher(text.strip());
    if (text.length() > 64 * 1024 || !matcher.matches()) {
      throw new KeyRefused("the key is not one PEM block");
    }
    try {
      return new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2)));
    } catch (IllegalArgumentException e) {
      throw new KeyRefused("the key's PEM block is not base64");
    }
  }

  static String write(String type, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}

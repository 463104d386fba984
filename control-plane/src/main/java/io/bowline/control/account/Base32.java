package io.bowline.control.account;

import java.util.Locale;

/// The alphabet of RFC 4648 in which people type keys, without padding.
final class Base32 {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Base32() {}

  static String text(byte[] bytes) {
    var text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte one : bytes) {
      held = ((held << Byte.SIZE) | (one & 0xff)) & 0xffff;
      bits += Byte.SIZE;
      while (bits >= BITS) {
        bits -= BITS;
        text.append(ALPHABET.charAt((held >> bits) & 31));
      }
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt((held << (BITS - bits)) & 31));
    }
    return text.toString();
  }

  /// What somebody typed, as it was shown: in capitals, without spaces and dashes.
  static String typed(String text) {
    return text.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
  }
}

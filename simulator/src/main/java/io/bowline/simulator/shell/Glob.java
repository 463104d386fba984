package io.bowline.simulator.shell;

import java.util.regex.Pattern;

/// Patterns with `*` and `?`, as `case` and `${name%pattern}` have them.
final class Glob {
  private Glob() {}

  static boolean matches(String text, String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }
}

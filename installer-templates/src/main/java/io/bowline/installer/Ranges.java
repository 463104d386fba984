package io.bowline.installer;

/// How addresses of networks are written, as regular expressions.
final class Ranges {
  static final String IPV4 = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";

  /// None that means everything.
  static final String RANGE = IPV4 + "/([1-9]|[12][0-9]|3[0-2])";

  private Ranges() {}
}

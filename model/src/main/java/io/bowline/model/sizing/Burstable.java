package io.bowline.model.sizing;

import java.util.regex.Pattern;

/// Types of machines that run at full speed only for a while: `t` at AWS, `B` at Azure, the shared
/// cores of `e2` at GCP and Oracle's micro shapes.
public final class Burstable {
  private static final Pattern NAMES =
      Pattern.compile(
          "t\\d[a-z]*\\..+|Standard_B\\d.*|e2-(micro|small|medium)|f1-micro|g1-small|.*\\.Micro");

  private Burstable() {}

  /// Whether a type of machine, as its cloud calls it, is one.
  public static boolean is(String type) {
    return NAMES.matcher(type).matches();
  }
}

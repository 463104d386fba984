package io.bowline.model.belonging;

/// By what a belonging is known, also to a person who types it.
///
/// @param kind as `Belonging` has it
/// @param name by which it is found in its account
public record Named(String kind, String name) {
  public Named {
    if (kind.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException("is KIND/NAME, as the inventory shows them");
    }
    if (Math.max(kind.length(), name.length()) > Belonging.LONGEST) {
      throw new IllegalArgumentException("longer than " + Belonging.LONGEST + " characters");
    }
  }

  /// Reads `KIND/NAME`: `aws_s3_bucket/bowline-prod-data`,
  /// `kubernetes/PersistentVolumeClaim/bowline/data-broker-0`.
  ///
  /// @throws IllegalArgumentException when it is none
  public static Named parse(String text) {
    int from = text.startsWith(Belonging.KUBERNETES) ? Belonging.KUBERNETES.length() : 0;
    int slash = text.indexOf('/', from);
    if (slash < 0) {
      throw new IllegalArgumentException("is KIND/NAME, as the inventory shows them");
    }
    return new Named(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}

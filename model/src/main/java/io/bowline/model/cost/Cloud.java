package io.bowline.model.cost;

import java.util.Locale;

/// A cloud's vendor.
public enum Cloud {
  AWS,
  GCP,
  AZURE,
  ORACLE;

  /// As it is written in files and in the API.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads {@link #text()}.
  public static Cloud parse(String text) {
    for (Cloud cloud : values()) {
      if (cloud.text().equals(text)) {
        return cloud;
      }
    }
    throw new IllegalArgumentException("no cloud %s: aws, gcp, azure or oracle".formatted(text));
  }
}

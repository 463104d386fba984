package io.bowline.model.cost;

/// A cloud's vendor.
public enum Cloud {
  AWS("aws"),
  GCP("gcp"),
  AZURE("azure"),
  /// The API says `oci` of it, as installs and fleets do.
  ORACLE("oci");

  private final String text;

  Cloud(String text) {
    this.text = text;
  }

  /// As it is written in files and in the API.
  public String text() {
    return text;
  }

  /// Reads {@link #text()}.
  public static Cloud parse(String text) {
    for (Cloud cloud : values()) {
      if (cloud.text().equals(text)) {
        return cloud;
      }
    }
    throw new IllegalArgumentException("no cloud %s: aws, gcp, azure or oci".formatted(text));
  }
}

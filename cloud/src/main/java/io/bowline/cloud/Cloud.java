package io.bowline.cloud;

import java.util.Optional;
import java.util.stream.Stream;

/// A cloud that fleets can be provisioned in.
public enum Cloud {
  AWS("aws"),
  GCP("gcp"),
  /// Oracle's; the API says `oci`, which elsewhere stands for the container initiative.
  ORACLE("oci"),
  AZURE("azure");

  private final String text;

  Cloud(String text) {
    this.text = text;
  }

  /// As it stands in the API.
  public String text() {
    return text;
  }

  /// Reads the API's form.
  public static Optional<Cloud> parse(String text) {
    return Stream.of(values()).filter(cloud -> cloud.text.equals(text)).findFirst();
  }
}

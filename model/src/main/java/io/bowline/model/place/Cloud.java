package io.bowline.model.place;

import java.util.Optional;
import java.util.stream.Stream;

/// A cloud that installs and fleets can be in.
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

  /// As it is written in files and in the API.
  public String text() {
    return text;
  }

  /// Reads {@link #text()}.
  public static Optional<Cloud> parse(String text) {
    return Stream.of(values()).filter(cloud -> cloud.text.equals(text)).findFirst();
  }

  /// The same of a text that has to be a cloud's.
  ///
  /// @throws IllegalArgumentException naming the clouds that there are
  public static Cloud of(String text) {
    return parse(text)
        .orElseThrow(() ->
            new IllegalArgumentException("no cloud %s: aws, gcp, azure or oci".formatted(text)));
  }
}

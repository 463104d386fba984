package io.bowline.control.fleet.form;

import io.bowline.model.place.Cloud;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a fleet stands on.
public enum InfraType {
  /// A Kubernetes cluster that the customer brings.
  BYOK("byok", Optional.empty()),
  AWS("aws", Optional.of(Cloud.AWS)),
  GCP("gcp", Optional.of(Cloud.GCP)),
  /// Oracle's cloud; the API says `oci`.
  ORACLE("oci", Optional.of(Cloud.ORACLE)),
  AZURE("azure", Optional.of(Cloud.AZURE));

  private final String text;
  private final Optional<Cloud> cloud;

  InfraType(String text, Optional<Cloud> cloud) {
    this.text = text;
    this.cloud = cloud;
  }

  /// As it stands in the API and the database.
  public String text() {
    return text;
  }

  /// In which cloud it is made; empty where nothing is made in any.
  public Optional<Cloud> cloud() {
    return cloud;
  }

  /// Reads {@link #text()}.
  public static Optional<InfraType> parse(String text) {
    return Stream.of(values()).filter(type -> type.text.equals(text)).findFirst();
  }

  /// All of them, for people.
  public static String all() {
    return Stream.of(values()).map(InfraType::text).collect(Collectors.joining(", "));
  }
}

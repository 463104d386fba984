package io.bowline.control.fleet;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How the Kafka clusters of a fleet live together; a cluster's is that of its fleet.
public enum Tenancy {
  /// They share the nodes.
  SHARED,
  /// Each is in a namespace of its own, with walls.
  ISOLATED,
  /// There is one only.
  DEDICATED;

  /// As it stands in the API and the database.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads {@link #text()}, in capitals or not.
  public static Optional<Tenancy> parse(String text) {
    return Stream.of(values()).filter(tenancy -> tenancy.name().equalsIgnoreCase(text)).findFirst();
  }
}

package io.bowline.control.edge.http.place;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the path of a request names that belongs to one install or fleet.
///
/// @param parameters of the path
public record Named(MultivaluedMap<String, String> parameters) {
  private static final List<String> OF_INSTALLS = List.of("install", "job", "plan");
  private static final List<String> OF_FLEETS = List.of("fleet", "cluster");

  /// Whether it names an install, or a job or plan of one.
  public boolean anInstall() {
    return OF_INSTALLS.stream().anyMatch(parameters::containsKey);
  }

  /// Whether it names a fleet, or a Kafka cluster on one.
  public boolean aFleet() {
    return OF_FLEETS.stream().anyMatch(parameters::containsKey);
  }

  /// What kind of thing it names.
  public String kind() {
    return Stream.of(OF_INSTALLS, OF_FLEETS)
        .flatMap(List::stream)
        .filter(parameters::containsKey)
        .findFirst()
        .orElseThrow();
  }

  /// The name of such a thing.
  Optional<String> value(String kind) {
    return Optional.ofNullable(parameters.getFirst(kind));
  }
}

package io.bowline.control.edge.http.place;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;

/// What the path of a request names that belongs to one install.
///
/// @param parameters of the path
public record Named(MultivaluedMap<String, String> parameters) {
  private static final List<String> KINDS = List.of("install", "job", "plan");

  /// Whether it names an install, or a job or plan of one.
  public boolean anInstall() {
    return KINDS.stream().anyMatch(parameters::containsKey);
  }

  /// What kind of thing it names.
  public String kind() {
    return KINDS.stream().filter(parameters::containsKey).findFirst().orElseThrow();
  }

  /// The name of such a thing.
  Optional<String> value(String kind) {
    return Optional.ofNullable(parameters.getFirst(kind));
  }
}

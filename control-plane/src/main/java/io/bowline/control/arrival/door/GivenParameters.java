package io.bowline.control.arrival.door;

import io.bowline.installer.Door;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameter.Kind;
import io.bowline.installer.Parameters;
import java.util.Map;
import java.util.Optional;

/// Whether a door was given what may be given: a link's parameters can be edited by hand, and not
/// every console holds them to their form.
final class GivenParameters {
  private GivenParameters() {}

  /// What is wrong with them, if anything; goes on after "what this installer was given ".
  ///
  /// @param cloud as the API spells it
  static Optional<String> complaint(String cloud, String door, Map<String, String> given) {
    return Door.named(cloud, door).flatMap(known -> complaint(known, given));
  }

  private static Optional<String> complaint(Door door, Map<String, String> given) {
    return given.entrySet().stream()
        .flatMap(one -> complaint(door, one.getKey(), one.getValue()).stream())
        .sorted()
        .findFirst();
  }

  private static Optional<String> complaint(Door door, String name, String value) {
    Optional<Parameter> parameter = Parameters.named(door, name);
    if (parameter.isEmpty()) {
      return Optional.of("has %s, which this door does not know".formatted(name));
    }
    Parameter of = parameter.get();
    if (of.kind() == Kind.SECRET) {
      return Optional.of("tells %s, which is secret: it belongs in no report".formatted(name));
    }
    return of.admits(value)
        ? Optional.empty()
        : Optional.of("has another %s than may be: it must be %s".formatted(name, of.refusal()));
  }
}

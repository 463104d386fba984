package io.bowline.control.arrival.door;

import io.bowline.installer.Door;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a door was given what may be given: a link's parameters can be edited by hand, and not
/// every console holds them to their form.
final class GivenParameters {
  private GivenParameters() {}

  /// What is wrong with them, if anything; goes on after "what this installer was given ".
  ///
  /// @param cloud as the API spells it
  static Optional<String> complaint(String cloud, String door, Map<String, String> given) {
    return Door.named(cloud, door).flatMap(known -> complaint(Parameters.of(known), given));
  }

  private static Optional<String> complaint(List<Parameter> known, Map<String, String> given) {
    return given.entrySet().stream()
        .flatMap(one -> complaint(known, one.getKey(), one.getValue()).stream())
        .sorted()
        .findFirst();
  }

  private static Optional<String> complaint(List<Parameter> known, String name, String value) {
    Optional<Parameter> parameter =
        known.stream().filter(one -> plain(one.name()).equals(plain(name))).findFirst();
    if (parameter.isEmpty()) {
      return Optional.of("has %s, which this door does not know".formatted(name));
    }
    Parameter of = parameter.get();
    return switch (of.kind()) {
      case SECRET ->
          Optional.of("tells %s, which is secret: it belongs in no report".formatted(name));
      case LIST ->
          List.of(value.split(",", -1)).stream().allMatch(each -> matches(of, each.strip()))
              ? Optional.empty()
              : wrong(of, name);
      case TEXT, NUMBER, SWITCH -> matches(of, value) ? Optional.empty() : wrong(of, name);
    };
  }

  private static Optional<String> wrong(Parameter of, String name) {
    return Optional.of("has another %s than may be: it must be %s".formatted(name, of.refusal()));
  }

  private static boolean matches(Parameter of, String value) {
    return Pattern.matches(of.constraint(), value);
  }

  /// Doors spell the same name in their own ways.
  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}

package io.bowline.installer;

import io.bowline.installer.Parameter.Group;
import io.bowline.installer.Parameter.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What somebody has chosen for a door before it is rendered; each value is one that may be.
///
/// @param values by the names of the model
public record Choices(Map<String, String> values) {
  /// Everything as the model has it.
  public static final Choices NONE = new Choices(Map.of());

  public Choices {
    values = Map.copyOf(values);
  }

  /// What comes of a wish.
  public sealed interface Outcome {
    /// It can be rendered.
    record Fits(Choices choices) implements Outcome {}

    /// It cannot.
    ///
    /// @param name as it was wished
    /// @param why goes on after "name "
    record Unfit(String name, String why) implements Outcome {}
  }

  /// Whether a wish can be rendered.
  ///
  /// @param wished values by name, in any door's spelling: `tunnel_cidr`, `TunnelCidr`
  public static Outcome of(Door door, Map<String, String> wished) {
    var values = new TreeMap<String, String>();
    for (var each : new TreeMap<>(wished).entrySet()) {
      Optional<Parameter> known = Parameters.named(door, each.getKey());
      Optional<String> complaint = complaint(door, known, each.getValue());
      if (complaint.isPresent()) {
        return new Outcome.Unfit(each.getKey(), complaint.get());
      }
      known.ifPresent(parameter -> values.put(parameter.name(), each.getValue()));
    }
    return new Outcome.Fits(new Choices(values));
  }

  private static Optional<String> complaint(Door door, Optional<Parameter> known, String value) {
    if (known.isEmpty()) {
      return Optional.of("is nothing that can be chosen for %s".formatted(door.word()));
    }
    Parameter parameter = known.get();
    if (parameter.kind() == Kind.SECRET) {
      return Optional.of("is secret and stands in no file; paste it where it is asked for");
    }
    if (parameter.group() == Group.INSTALL) {
      return Optional.of("is the install's own and stands there already");
    }
    return parameter.admits(value)
        ? Optional.empty()
        : Optional.of("must be " + parameter.refusal());
  }
}

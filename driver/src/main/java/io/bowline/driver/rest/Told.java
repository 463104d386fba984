package io.bowline.driver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import java.util.List;
import java.util.function.Function;

/// What a cloud's reply says, once its refusals were put into our own words.
public sealed interface Told {
  /// What was asked for.
  record Body(JsonNode body) implements Told {}

  /// Why it is not there.
  ///
  /// @param actions what the refusal is about
  record Refused(Result result, String detail, List<String> actions) implements Told {
    public Refused {
      actions = List.copyOf(actions);
    }

    /// As a check.
    public Check as(String name) {
      return new Check(name, result, detail, actions);
    }
  }

  /// Nothing can be said.
  static Told unknown(Reply.Why why, String cloud) {
    return new Refused(Result.INCONCLUSIVE, why.of(cloud), List.of());
  }

  /// Judges what was asked for; a refusal is the check itself.
  default List<Check> judged(String name, Function<JsonNode, List<Check>> judge) {
    return switch (this) {
      case Body(JsonNode body) -> judge.apply(body);
      case Refused refused -> List.of(refused.as(name));
    };
  }
}

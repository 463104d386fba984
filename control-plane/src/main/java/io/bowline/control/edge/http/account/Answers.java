package io.bowline.control.edge.http.account;

import io.bowline.control.account.Changed;
import io.bowline.control.edge.http.ProblemException;
import java.time.Duration;

/// What came of a wish about an account, as the API answers it.
public final class Answers {
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private Answers() {}

  /// What is shown, or a problem.
  public static <T> T shown(Changed<T> changed) {
    return switch (changed) {
      case Changed.Made<T>(T shown) -> shown;
      case Changed.Refused<T>(String field, String reason) ->
          throw ProblemException.invalid(field, reason);
      case Changed.Unproven<T>(String field) -> throw ProblemException.invalid(field, "is wrong");
      case Changed.Unknown<T>(String why) -> throw ProblemException.of(404, "Not found", why);
      case Changed.Conflict<T>(String why) -> throw ProblemException.conflict(why);
      case Changed.TooMany<T>(Duration rest) -> throw tooMany(rest);
      case Changed.Busy<T>() -> throw busy();
    };
  }

  static ProblemException tooMany(Duration rest) {
    return ProblemException.tooMany(
        "That was tried too often. Try again in %d minutes.".formatted(rest.toMinutes() + 1), rest);
  }

  static ProblemException busy() {
    return ProblemException.busy("Too many sign in at this moment. Try again.", MOMENT);
  }
}

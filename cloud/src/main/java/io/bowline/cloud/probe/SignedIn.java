package io.bowline.cloud.probe;

import io.bowline.model.probe.Check;
import java.util.Optional;

/// What came of signing in.
///
/// @param session what one asks more with; empty when the check is not `OK`
public record SignedIn<T>(Check check, Optional<T> session) {
  /// It succeeded.
  public static <T> SignedIn<T> as(Check check, T session) {
    return new SignedIn<>(check, Optional.of(session));
  }

  /// It did not.
  public static <T> SignedIn<T> nobody(Check check) {
    return new SignedIn<>(check, Optional.empty());
  }
}

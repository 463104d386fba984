package io.bowline.control.edge.http.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bowline.control.audit.Verification;
import org.jspecify.annotations.Nullable;

/// What a walk along the chain found.
///
/// @param reason why it is not intact; absent when it is
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerificationView(boolean intact, long entries, @Nullable String reason) {
  static VerificationView of(Verification found) {
    return switch (found) {
      case Verification.Intact(long entries) -> new VerificationView(true, entries, null);
      case Verification.Broken(long number, String reason) ->
          new VerificationView(false, number - 1, "entry " + number + ": " + reason);
    };
  }
}

package io.bowline.driver.aws.ground;

import io.bowline.driver.aws.AwsWords;
import io.bowline.model.preflight.Seen;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/// One look at something, and what is said where AWS does not tell.
///
/// @param check its name
/// @param action what the credentials have to be allowed for it
record Look(String check, String action) {
  Seen one(Supplier<Seen> look) {
    return all(() -> List.of(look.get())).getFirst();
  }

  List<Seen> all(Supplier<List<Seen>> look) {
    try {
      return look.get();
    } catch (SdkException e) {
      return List.of(unknown(e));
    }
  }

  private Seen unknown(SdkException e) {
    String means = "It is not known whether this is in the way of an install.";
    return switch (AwsWords.kind(e)) {
      case DENIED ->
          Seen.unknown(
              check,
              "these credentials may not ask (%s)".formatted(action),
              means,
              "Allow %s, or run this as somebody who may.".formatted(action));
      case UNKNOWN_KEY, WRONG_SECRET, WOULD_SUCCEED, NOTHING_KNOWN ->
          Seen.unknown(check, "AWS did not tell", means, AwsWords.unknown(e));
    };
  }
}

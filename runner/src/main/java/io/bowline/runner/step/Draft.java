package io.bowline.runner.step;

import io.bowline.model.artifact.Digest;
import io.bowline.model.plan.StepAction;
import java.util.List;
import java.util.stream.Stream;

/// What an executor would do; its bytes are in the step's frozen folder.
///
/// @param precondition digest of what was observed
/// @param diff lines for people, values redacted
public record Draft(StepAction action, Digest precondition, List<String> diff) {
  private static final int MAX_LINES = 200;

  public Draft {
    diff =
        diff.size() <= MAX_LINES
            ? List.copyOf(diff)
            : Stream.concat(
                    diff.stream().limit(MAX_LINES),
                    Stream.of("... and " + (diff.size() - MAX_LINES) + " lines more"))
                .toList();
  }
}

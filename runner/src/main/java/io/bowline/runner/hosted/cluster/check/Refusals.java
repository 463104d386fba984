package io.bowline.runner.hosted.cluster.check;

import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.CallFailure;

/// Answers that are no answer, in words.
final class Refusals {
  private Refusals() {}

  static CallFailure unexpected(Answer answer, String path) {
    return new CallFailure(
        "The server answered %d to %s, or nothing that a cluster says there. Look whether the address is that of the cluster's API."
            .formatted(answer.status(), path));
  }
}

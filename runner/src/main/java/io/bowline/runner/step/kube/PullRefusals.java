package io.bowline.runner.step.kube;

import io.bowline.runner.step.kube.ImageRules.Verdict;
import io.bowline.runner.step.kube.Readiness.Blocked;
import io.bowline.runner.step.kube.Readiness.Stuck;
import io.bowline.runner.step.kube.Readiness.Waiting;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Images that nodes could not pull: the registry is asked whether its own rules keep them back. A
/// node asks by HEAD, whose answer has a status and no reason.
final class PullRefusals {
  private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int MOST = 200;

  private final ImageRules rules;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  private record Answer(Verdict verdict, long at) {}

  PullRefusals(ImageRules rules) {
    this.rules = rules;
  }

  /// What it means that an image was not pulled.
  ///
  /// @param trouble what the node says
  Readiness judge(String image, String trouble) {
    return switch (ask(image)) {
      case Verdict.Free _ -> new Stuck(trouble);
      case Verdict.Pending(String why) -> new Waiting(trouble + "; waits for a scan of " + why);
      case Verdict.Blocked(String why) -> new Blocked(trouble + "; " + why);
    };
  }

  private Verdict ask(String image) {
    long now = System.nanoTime();
    Answer known = answers.get(image);
    if (known != null && now - known.at() < ASK_AGAIN_NANOS) {
      return known.verdict();
    }
    if (answers.size() >= MOST) {
      answers.clear();
    }
    Verdict verdict = rules.of(image);
    if (!(verdict instanceof Verdict.Blocked)) {
      // that one ends the waiting: whoever tries again has done something about it
      answers.put(image, new Answer(verdict, now));
    }
    return verdict;
  }
}

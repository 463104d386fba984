package io.bowline.runner.egress;

import java.util.Arrays;
import java.util.Optional;

/// What the customer may keep inside by a word under `withhold` in the policy file.
public enum Part {
  PLAN_DIFFS(
      "plan-diffs",
      "what a plan would change, line by line; who approves knows its digest and steps only"),
  MESSAGES(
      "messages",
      "texts for people about steps, failures and health; states and reasons in one word leave"),
  FINDINGS("findings", "what was found not to be as it should; how much there is stays told"),
  CAPTURED_LOGS("captured-logs", "log lines; a capture that is asked for fails"),
  RUNNER_METRICS("runner-metrics", "how the runner itself is"),
  POD_METRICS("pod-metrics", "whether the install's pods are ready, and their restarts"),
  ENDPOINT_METRICS("endpoint-metrics", "what the release's Prometheus endpoints show");

  private final String word;
  private final String meaning;

  Part(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  public String word() {
    return word;
  }

  String meaning() {
    return meaning;
  }

  static Optional<Part> of(String word) {
    return Arrays.stream(values()).filter(part -> part.word.equals(word)).findFirst();
  }
}

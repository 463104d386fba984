package io.bowline.runner.hosted.cluster.check;

import io.bowline.cloud.kubeconfig.ClusterCredential;
import io.bowline.model.probe.Check;
import io.bowline.runner.hosted.cluster.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether the credential is one that the cluster knows, and for how long.
final class Credentials {
  /// What a bootstrap may take, with retries.
  private static final Duration NEEDED = Duration.ofMinutes(30);

  private static final Duration LONG = Duration.ofDays(8);
  private static final String ANOTHER =
      "Upload one with a fresh token: kubectl create token NAME --duration 24h";

  private Credentials() {}

  static Check lifetime(ClusterCredential credential, Instant now) {
    Optional<Instant> end = credential.expires();
    if (end.isEmpty()) {
      return Check.ok(
          "token-expiry",
          "Warning: the credential does not say when it ends. It is destroyed here when the runner has enrolled; revoke it in the cluster then.");
    }
    Duration left = Duration.between(now, end.get());
    if (!left.isPositive()) {
      return Check.failed(
          "token-expiry", "The credential ended at %s. %s".formatted(end.get(), ANOTHER));
    }
    if (left.compareTo(NEEDED) < 0) {
      return Check.ok(
          "token-expiry",
          "Warning: the credential ends at %s, which may be too soon. %s"
              .formatted(end.get(), ANOTHER));
    }
    return Check.ok(
        "token-expiry",
        left.compareTo(LONG) > 0
            ? "Warning: the credential is good until %s, far longer than it is needed; one of a day does."
                .formatted(end.get())
            : "The credential is good until %s.".formatted(end.get()));
  }

  /// Whether the cluster took it, as seen from its first answer.
  static Check known(Answer answer) {
    return switch (answer.status()) {
      case 200 -> Check.ok("sign-in", "The cluster knows the credential.");
      case 401 -> Check.failed("sign-in", "The cluster does not know the credential. " + ANOTHER);
      case 403 ->
          Check.failed(
              "sign-in",
              "The cluster knows the credential, and lets it ask nothing. Bind it to the role of docs/byok.md.");
      default ->
          Check.inconclusive(
              "sign-in",
              "The server answered %d when it was asked for its version. Look whether the cluster is up, and try again."
                  .formatted(answer.status()));
    };
  }
}

package io.bowline.proto.codec;

import io.bowline.model.job.JobSpec;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Versions and capabilities of the link.
public final class LinkProtocol {
  /// The newest version that this code speaks.
  public static final int NEWEST = 1;

  /// The oldest one; two versions back, once there are that many.
  public static final int OLDEST = 1;

  /// Larger frames are refused; bulk never travels on the link.
  public static final int MAX_FRAME = 3 * 1024 * 1024;

  /// Trailer with the word of a `LinkRefusal`.
  public static final String REASON_TRAILER = "bowline-reason";

  /// Trailer that says for how many milliseconds not to come back.
  public static final String RETRY_AFTER_TRAILER = "bowline-retry-after-millis";

  /// Heartbeats carry a digest over the jobs in flight.
  public static final String STATE_DIGEST = "state.digest";

  /// What is not as it should be is told by itself, whenever it changes.
  public static final String FINDINGS = "findings";

  /// Whether a Kafka cluster could be created now is told, by the runner of a fleet.
  public static final String READINESS = "readiness";

  /// Stands before a kind of job: whoever says it can do such jobs.
  private static final String JOB = "job.";

  /// Everything that this code can; `job.<kind>` stands for a kind of job.
  public static final Set<String> CAPABILITIES =
      Stream.of(
              Stream.of(STATE_DIGEST, FINDINGS, READINESS),
              Stream.of("plan", "apply", "capture-logs", "inspect", "uninstall", "preflight")
                  .map(JOB::concat),
              JobSpec.HOSTED_KINDS.stream().map(JOB::concat))
          .flatMap(all -> all)
          .collect(Collectors.toUnmodifiableSet());

  private LinkProtocol() {}

  /// What a runner announces that can do these kinds of job.
  public static Set<String> capabilities(Set<String> kinds) {
    return Stream.concat(
            Stream.of(STATE_DIGEST, FINDINGS, READINESS), kinds.stream().map(JOB::concat))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The kinds of job among capabilities.
  public static Set<String> kinds(Set<String> capabilities) {
    return capabilities.stream()
        .filter(capability -> capability.startsWith(JOB))
        .map(capability -> capability.substring(JOB.length()))
        .collect(Collectors.toUnmodifiableSet());
  }
}

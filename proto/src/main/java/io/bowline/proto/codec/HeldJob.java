package io.bowline.proto.codec;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.JobId;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;

/// A job that a runner has in flight, and the epoch under which it has it.
public record HeldJob(JobId job, long epoch) {
  /// What both ends compare to see whether they agree about who does what.
  public static Digest digest(Collection<HeldJob> held) {
    String text =
        held.stream()
            .map(one -> one.job() + " " + one.epoch() + "\n")
            .sorted()
            .collect(Collectors.joining());
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }
}

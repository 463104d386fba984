package io.bowline.proto.codec;

import io.bowline.model.id.JobId;
import io.bowline.model.job.JobSpec;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What the control plane says on the stream.
public sealed interface ToRunner {
  /// The answer to Hello.
  ///
  /// @param protocol the version that both speak
  /// @param capabilities what both can
  /// @param sessionEpoch grows with every stream of a runner; a newer stream supersedes
  /// @param heartbeat how often the runner shall say that it lives
  /// @param trustRootVersion which release trust root the vendor signs under
  /// @param authorities what servers are checked against from now on
  record Welcome(
      int protocol,
      Set<String> capabilities,
      long sessionEpoch,
      Duration heartbeat,
      Addresses addresses,
      int trustRootVersion,
      List<X509Certificate> authorities)
      implements ToRunner {
    public Welcome {
      capabilities = Set.copyOf(capabilities);
      authorities = List.copyOf(authorities);
    }
  }

  /// Do this job.
  ///
  /// @param traceparent of the W3C trace context; empty when nobody traces
  record Offer(JobId job, long epoch, int attempt, JobSpec spec, String traceparent)
      implements ToRunner {}

  /// An offer of something that this runner cannot read; it declines it.
  record UnreadableOffer(JobId job, long epoch, String problem) implements ToRunner {}

  record Cancel(JobId job, long epoch, String reason) implements ToRunner {}

  /// Carries only the frame's ack.
  record Acknowledged() implements ToRunner {}

  /// Close this stream and come back after the pause.
  record Drain(Duration retryAfter, String reason) implements ToRunner {}

  /// Say everything that is in flight.
  record StateWanted(String reason) implements ToRunner {}
}

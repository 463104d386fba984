package io.bowline.control.edge.grpc;

import io.bowline.control.runner.Admission;
import io.bowline.model.identity.Identity;
import java.time.Instant;

/// Who is at the other end of a connection, by the certificate that it showed and nothing else.
sealed interface Peer {
  /// A certificate of ours.
  record Known(Identity identity, Instant until) implements Peer {}

  /// No certificate: enough to enroll or to recover.
  record Nobody() implements Peer {}

  /// A certificate that does not count.
  record Unfit(Admission.Refused refused) implements Peer {}
}

package io.bowline.control.edge.grpc;

import io.bowline.control.runner.Admission;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.LinkRefusal;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;

/// Refusals as gRPC statuses: what happened in the description, the word for machines in a trailer.
final class Refusals {
  private static final Metadata.Key<String> REASON = key(LinkProtocol.REASON_TRAILER);
  private static final Metadata.Key<String> RETRY_AFTER = key(LinkProtocol.RETRY_AFTER_TRAILER);

  private Refusals() {}

  static StatusRuntimeException of(Admission.Refused refused) {
    return of(refused.why(), refused.message());
  }

  static StatusRuntimeException of(LinkRefusal why, String message) {
    return new StatusRuntimeException(status(why).withDescription(message), trailers(why));
  }

  static StatusRuntimeException later(LinkRefusal why, String message, Duration retryAfter) {
    Metadata trailers = trailers(why);
    trailers.put(RETRY_AFTER, Long.toString(retryAfter.toMillis()));
    return new StatusRuntimeException(status(why).withDescription(message), trailers);
  }

  private static Metadata trailers(LinkRefusal why) {
    var trailers = new Metadata();
    trailers.put(REASON, why.word());
    return trailers;
  }

  private static Status status(LinkRefusal why) {
    return switch (why) {
      case TOKEN_UNKNOWN,
          TOKEN_USED,
          TOKEN_EXPIRED,
          TOKEN_FOREIGN,
          ACCOUNT_UNPROVEN,
          PROOF_WRONG,
          CERTIFICATE_MISSING,
          CERTIFICATE_FOREIGN,
          CERTIFICATE_EXPIRED ->
          Status.UNAUTHENTICATED;
      case CERTIFICATE_REVOKED, RUNNER_UNKNOWN, RECOVERY_REFUSED, RECOVERY_REPLAYED, ROLE_WRONG ->
          Status.PERMISSION_DENIED;
      case REQUEST_MALFORMED -> Status.INVALID_ARGUMENT;
      case PROTOCOL_UNSUPPORTED, JOB_NOT_RUNNING -> Status.FAILED_PRECONDITION;
      case SUPERSEDED, LEASE_OVER -> Status.ABORTED;
      case CREDENTIAL_ABSENT -> Status.NOT_FOUND;
      case BUSY, TOO_SLOW, CREDENTIAL_SPENT -> Status.RESOURCE_EXHAUSTED;
      case DRAINING -> Status.UNAVAILABLE;
      case SILENT -> Status.DEADLINE_EXCEEDED;
    };
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}

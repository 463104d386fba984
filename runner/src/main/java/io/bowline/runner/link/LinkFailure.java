package io.bowline.runner.link;

import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.LinkRefusal;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The link did not come about, or ended. The message is one line that says what to do.
final class LinkFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final Metadata.Key<String> REASON = key(LinkProtocol.REASON_TRAILER);
  private static final Metadata.Key<String> RETRY_AFTER = key(LinkProtocol.RETRY_AFTER_TRAILER);
  private static final Duration LONGEST_HINT = Duration.ofMinutes(10);

  private final transient Optional<LinkRefusal> refusal;
  private final transient Optional<Duration> retryAfter;

  private LinkFailure(
      String message,
      Optional<LinkRefusal> refusal,
      Optional<Duration> retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.refusal = refusal;
    this.retryAfter = retryAfter;
  }

  /// Something on this machine.
  static LinkFailure local(String what, String advice) {
    return new LinkFailure(what + " (" + advice + ")", Optional.empty(), Optional.empty(), null);
  }

  /// The other side ended it.
  static LinkFailure from(Status status, @Nullable Metadata trailers, String address) {
    Metadata said = trailers == null ? new Metadata() : trailers;
    Optional<LinkRefusal> refusal = Optional.ofNullable(said.get(REASON)).flatMap(LinkRefusal::of);
    String what = status.getDescription() == null ? "no reason given" : status.getDescription();
    String message =
        refusal
            .map(word -> address + " refuses: " + what + " (" + word.advice() + ")")
            .orElseGet(() -> Unreached.line(status, address));
    return new LinkFailure(message, refusal, hint(said), status.getCause());
  }

  private static Optional<Duration> hint(Metadata trailers) {
    String millis = trailers.get(RETRY_AFTER);
    if (millis == null || !millis.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    Duration hint = Duration.ofMillis(Long.parseLong(millis));
    return Optional.of(hint.compareTo(LONGEST_HINT) > 0 ? LONGEST_HINT : hint);
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  Optional<LinkRefusal> refusal() {
    return refusal;
  }

  /// For how long the other side does not want to see us.
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  boolean is(LinkRefusal word) {
    return refusal.equals(Optional.of(word));
  }
}

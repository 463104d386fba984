package io.bowline.registry.http;

import io.bowline.model.artifact.Digest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// What a server does wrong when told to.
public sealed interface Fault {
  /// Answers with a status instead of doing anything.
  record Answer(int status, Optional<Duration> retryAfter) implements Fault {}

  /// Cuts the connection after so many bytes of the response's body.
  record CutResponse(long afterBytes) implements Fault {}

  /// Cuts the connection after so many bytes of the request's body were taken in.
  record CutRequest(long afterBytes) implements Fault {}

  /// Does what was asked, then cuts the connection before a word of the answer.
  record LoseAnswer() implements Fault {}

  /// Changes the first byte of the response's body.
  record WrongBytes() implements Fault {}

  /// Names another digest in `Docker-Content-Digest`.
  record WrongDigest(Digest claimed) implements Fault {}

  /// Writes the response's body at this rate.
  record Slow(int bytesPerSecond) implements Fault {}

  /// Waits before doing anything.
  record HoldUntil(CountDownLatch released) implements Fault {}
}

package io.bowline.runner.step.image;

import io.bowline.runner.step.image.flow.Patience;
import java.time.Duration;

/// Limits of a transfer.
///
/// @param requests at one registry at a time to begin with; it shows how many it likes
/// @param blobs on their way at a time; of small ones more
/// @param tries of one request or blob
/// @param manifestBytes a larger manifest is refused
/// @param answerWithin from a request to the head of its answer
/// @param pieceBytes a larger blob is sent in pieces of this size, after each of which it can go on
/// @param choice which parts of the images are copied
public record TransferTerms(
    int requests,
    int blobs,
    int tries,
    int manifestBytes,
    Duration answerWithin,
    Duration firstPause,
    Duration longestPause,
    long pieceBytes,
    Choice choice) {
  /// Everything, with pieces of the usual size.
  public TransferTerms(
      int requests,
      int blobs,
      int tries,
      int manifestBytes,
      Duration answerWithin,
      Duration firstPause,
      Duration longestPause) {
    this(
        requests,
        blobs,
        tries,
        manifestBytes,
        answerWithin,
        firstPause,
        longestPause,
        USUAL_PIECE,
        Choice.everything());
  }

  /// What a registry is borne with.
  Patience.Limits patience() {
    return new Patience.Limits(tries, firstPause, longestPause);
  }

  private static final Duration BRIEF_PAUSE = Duration.ofSeconds(5);
  private static final long USUAL_PIECE = 32L << 20;

  /// With pieces of another size.
  public TransferTerms inPieces(long bytes) {
    return with(bytes, choice);
  }

  /// With other parts of the images.
  public TransferTerms choosing(Choice other) {
    return with(pieceBytes, other);
  }

  /// For a look that somebody waits for: a registry that has too much is given up sooner.
  TransferTerms briefly() {
    Duration pause = longestPause.compareTo(BRIEF_PAUSE) > 0 ? BRIEF_PAUSE : longestPause;
    return new TransferTerms(
        requests, blobs, tries, manifestBytes, answerWithin, firstPause, pause, pieceBytes, choice);
  }

  /// For a look that may come to nothing: asked once.
  TransferTerms once() {
    return new TransferTerms(
        requests,
        blobs,
        1,
        manifestBytes,
        BRIEF_PAUSE,
        firstPause,
        Duration.ofSeconds(1),
        pieceBytes,
        choice);
  }

  private TransferTerms with(long bytes, Choice parts) {
    return new TransferTerms(
        requests,
        blobs,
        tries,
        manifestBytes,
        answerWithin,
        firstPause,
        longestPause,
        bytes,
        parts);
  }

  /// What a runner uses.
  public static TransferTerms usual() {
    return new TransferTerms(
        16, 8, 6, 4 << 20, Duration.ofSeconds(60), Duration.ofMillis(250), Duration.ofSeconds(60));
  }
}

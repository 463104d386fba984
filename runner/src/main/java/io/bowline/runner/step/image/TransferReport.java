package io.bowline.runner.step.image;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What came of a transfer.
///
/// @param bytes of blobs that were sent to the target
/// @param requests to both registries
public record TransferReport(List<CopyResult> results, long bytes, long requests) {
  public TransferReport {
    results = List.copyOf(results);
  }

  /// How far a transfer is.
  ///
  /// @param images that are over, of all
  /// @param sent bytes, of those that are known to be sent, those that wait for room included; an
  ///   image that was not looked at yet may add to them
  /// @param perSecond bytes of late
  /// @param waiting what takes longest, or who asks for patience
  public record Progress(
      int images, int all, long sent, long known, long perSecond, Optional<String> waiting) {
    /// How long it will take at this rate, where that can be told.
    public Optional<Duration> left() {
      return perSecond <= 0
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds((known - sent + perSecond - 1) / perSecond));
    }

    /// One line for people.
    @Override
    public String toString() {
      String line =
          "%d of %d images, %s of %s, %s/s"
              .formatted(images, all, megabytes(sent), megabytes(known), megabytes(perSecond));
      return line
          + left().map(time -> ", about " + readable(time) + " left").orElse("")
          + waiting.map(what -> "; waits for " + what).orElse("");
    }

    private static String readable(Duration time) {
      if (time.toHours() > 0) {
        return time.toHours() + " h " + time.toMinutesPart() + " min";
      }
      return time.toMinutes() > 1 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    static String megabytes(long bytes) {
      return "%.1f MB".formatted(bytes / 1e6);
    }
  }

  /// Whether every image is at the target.
  public boolean complete() {
    return results.stream()
        .allMatch(r -> r instanceof CopyResult.Copied || r instanceof CopyResult.Unchanged);
  }
}

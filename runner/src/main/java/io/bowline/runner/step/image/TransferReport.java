package io.bowline.runner.step.image;

import java.util.List;

/// What came of a transfer.
///
/// @param bytes of blobs that were sent to the target
/// @param requests to both registries
public record TransferReport(List<CopyResult> results, long bytes, long requests) {
  public TransferReport {
    results = List.copyOf(results);
  }

  /// Whether every image is at the target.
  public boolean complete() {
    return results.stream()
        .noneMatch(r -> r instanceof CopyResult.Failed || r instanceof CopyResult.Refused);
  }
}

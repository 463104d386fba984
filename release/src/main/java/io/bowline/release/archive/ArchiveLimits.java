package io.bowline.release.archive;

/// How much an archive may hold, before and after decompression.
public record ArchiveLimits(
    long compressedBytes, long expandedBytes, int entries, int pathLength, int depth) {
  /// For charts and Terraform modules: text, not data.
  public static final ArchiveLimits CHART_OR_MODULE =
      new ArchiveLimits(16L << 20, 32L << 20, 4_000, 240, 24);
}

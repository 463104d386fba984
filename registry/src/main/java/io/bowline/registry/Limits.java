package io.bowline.registry;

/// How much one request may ask for.
///
/// @param manifestBytes the largest manifest; the specification wants at least 4 MB
/// @param blobBytes the largest blob
/// @param pageEntries the most tags or referrers in one answer
/// @param pageBytes about how long a page of referrers may become
public record Limits(int manifestBytes, long blobBytes, int pageEntries, int pageBytes) {
  /// What the specification promises clients, and a blob of at most 64 GiB.
  public static final Limits USUAL =
      new Limits(4 * 1024 * 1024, 64L * 1024 * 1024 * 1024, 10_000, 4 * 1024 * 1024);
}

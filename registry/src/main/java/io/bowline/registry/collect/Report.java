package io.bowline.registry.collect;

import io.bowline.model.artifact.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a collection removed, or would have, and why the rest stayed.
///
/// @param began when it began
/// @param dryRun whether all of it is still there
/// @param repositories how many were looked through
/// @param kept how many manifests stayed, by the first reason that was found
/// @param manifests how many manifests were removed
/// @param links how many blobs were taken from a repository that has no use for them
/// @param contents files of content that no repository has any more
/// @param uploads abandoned uploads
/// @param remaining files of content that stayed
/// @param named the first of the manifests that were removed
/// @param skipped repositories in which nothing was removed since they could not be understood
public record Report(
    Instant began,
    boolean dryRun,
    int repositories,
    Map<Why, Long> kept,
    long manifests,
    long links,
    Tally contents,
    Tally uploads,
    Tally remaining,
    List<Removed> named,
    List<Skipped> skipped) {
  /// How many manifests a report names at most.
  public static final int MOST_NAMED = 1_000;

  public Report {
    kept = Map.copyOf(kept);
    named = List.copyOf(named);
    skipped = List.copyOf(skipped);
  }

  /// So many files of so many bytes together.
  public record Tally(long count, long bytes) {
    /// One more.
    public Tally plus(long size) {
      return new Tally(count + 1, bytes + size);
    }
  }

  /// A manifest that was removed.
  public record Removed(String repository, Digest digest) {}

  /// A repository that was left alone.
  public record Skipped(String repository, String reason) {}
}

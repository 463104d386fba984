package io.bowline.registry.collect;

import io.bowline.model.artifact.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a collection has found so far; the report of it in the end.
public final class Findings {
  private final Map<Why, Long> kept = new EnumMap<>(Why.class);
  private final List<Report.Removed> named = new ArrayList<>();
  private final List<Report.Skipped> skipped = new ArrayList<>();
  private int repositories;
  private long manifests;
  private long links;
  private Report.Tally contents = new Report.Tally(0, 0);
  private Report.Tally uploads = new Report.Tally(0, 0);
  private Report.Tally remaining = new Report.Tally(0, 0);

  /// A repository is looked through.
  public void repository() {
    repositories++;
  }

  /// A repository is left alone.
  public void skipped(String repository, Exception reason) {
    skipped.add(new Report.Skipped(repository, String.valueOf(reason.getMessage())));
  }

  /// Manifests of a repository stay.
  public void kept(Marking marking) {
    marking.kept().values().forEach(why -> kept.merge(why, 1L, Long::sum));
  }

  /// Manifests of a repository go.
  public void lost(String repository, Collection<Digest> gone) {
    manifests += gone.size();
    gone.stream()
        .limit(Math.max(0, Report.MOST_NAMED - named.size()))
        .forEach(digest -> named.add(new Report.Removed(repository, digest)));
  }

  /// So many blobs are taken from a repository.
  public void unlinked(long blobs) {
    links += blobs;
  }

  /// Content of so many bytes goes.
  public void content(long size) {
    contents = contents.plus(size);
  }

  /// Content of so many bytes stays.
  public void remains(long size) {
    remaining = remaining.plus(size);
  }

  /// An upload that had so many bytes goes.
  public void upload(long size) {
    uploads = uploads.plus(size);
  }

  /// All of it.
  public Report report(Order order) {
    return new Report(
        order.now(),
        order.dryRun(),
        repositories,
        kept,
        manifests,
        links,
        contents,
        uploads,
        remaining,
        named,
        skipped);
  }
}

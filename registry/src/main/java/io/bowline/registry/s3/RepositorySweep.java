package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Findings;
import io.bowline.registry.collect.Marking;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.Seen;
import io.bowline.registry.manifest.InvalidManifest;
import io.bowline.registry.manifest.ManifestNames;
import io.bowline.registry.storage.Holding;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// One repository: which of its manifests go, and which blobs with them.
///
/// Nobody can be kept out meanwhile. So each thing is removed only as it was read, and whoever is
/// told of it meanwhile has replaced it by then: it stays, and so does all that it keeps, which for
/// this reason is removed after it.
final class RepositorySweep {
  private static final int BATCH = 500;
  private final S3Repository repository;
  private final Bucket bucket;
  private final Order order;
  private final Lease lease;
  private final Seen linked;
  private final Findings findings;
  private final Map<Digest, Stored> stored = new LinkedHashMap<>();

  /// @param linked is told which digests some repository has a blob of
  RepositorySweep(
      S3Repository repository, Order order, Lease lease, Seen linked, Findings findings) {
    this.repository = repository;
    this.bucket = repository.bucket();
    this.order = order;
    this.lease = lease;
    this.linked = linked;
    this.findings = findings;
  }

  /// A manifest as it was read.
  private record Stored(Marking.Known known, String tag, int size) {}

  /// A blob that no manifest which stays names, as it was read.
  private record Unused(Digest digest, String tag) {}

  void run() throws IOException {
    findings.repository();
    try {
      read();
    } catch (InvalidManifest e) {
      findings.skipped(repository.name(), e);
      keepAll();
      return;
    }
    Marking marking =
        Marking.of(
            stored.values().stream().map(Stored::known).toList(),
            repository.taggedDigests(),
            order.needed().in(repository.name()),
            order.recentSince());
    List<Digest> gone = order.dryRun() ? lost(marking) : remove(marking);
    dropped(gone.stream().map(Holding::manifest).toList());
    findings.kept(marking);
    findings.lost(repository.name(), gone);
    Set<Digest> went = new HashSet<>(gone);
    stored.forEach((digest, manifest) -> {
      if (went.contains(digest)) {
        findings.content(manifest.size());
      } else {
        findings.remains(manifest.size());
      }
    });
    bucket.pages(Keys.blobs(repository.name()), objects -> blobs(objects, marking));
    if (!order.dryRun()) {
      forgetReferrers();
    }
  }

  private void dropped(List<Holding> gone) {
    if (!order.dryRun() && !gone.isEmpty()) {
      order.dropped().from(repository.name(), gone);
    }
  }

  private static List<Digest> lost(Marking marking) {
    return marking.lost().stream().map(Marking.Known::digest).toList();
  }

  private void read() throws IOException, InvalidManifest {
    List<Bucket.Listed> live = new ArrayList<>();
    bucket.each(
        Keys.manifests(repository.name()),
        object -> {
          if (object.size() > 0) {
            live.add(object);
          }
        });
    for (int from = 0; from < live.size(); from += BATCH) {
      lease.renew();
      List<Bucket.Listed> batch = live.subList(from, Math.min(live.size(), from + BATCH));
      List<Optional<Bucket.Found>> found = Together.ask(batch, object -> bucket.get(object.key()));
      for (int i = 0; i < batch.size(); i++) {
        if (found.get(i).filter(object -> object.bytes().length > 0).isPresent()) {
          add(batch.get(i), found.get(i).get());
        }
      }
    }
  }

  private void add(Bucket.Listed listed, Bucket.Found found) throws IOException, InvalidManifest {
    Digest digest = Keys.digest(listed.key());
    ManifestObject manifest = ManifestObject.read(listed.key(), found.bytes());
    try {
      ManifestNames names = ManifestNames.read(manifest.manifest());
      Instant touched = later(manifest.touched(), listed.written());
      stored.put(
          digest,
          new Stored(
              new Marking.Known(digest, touched, names.all(), names.subject()),
              found.tag(),
              manifest.size()));
    } catch (InvalidManifest e) {
      throw new InvalidManifest("the stored manifest " + digest + " cannot be read", e);
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /// Removes what the marking does not keep, those that keep others first; says what is gone.
  private List<Digest> remove(Marking marking) throws IOException {
    Map<Digest, Set<Digest>> keepers = keepers(marking.lost());
    List<Digest> gone = new ArrayList<>();
    List<Digest> left = lost(marking);
    while (!left.isEmpty()) {
      lease.renew();
      Set<Digest> waiting = new HashSet<>(left);
      List<Digest> next =
          left.stream()
              .filter(digest ->
                  keepers.getOrDefault(digest, Set.of()).stream().noneMatch(waiting::contains))
              .toList();
      // in a circle there is no first one
      List<Digest> wave = next.isEmpty() ? left : next;
      List<Boolean> went = Together.ask(wave, this::remove);
      for (int i = 0; i < wave.size(); i++) {
        if (went.get(i)) {
          gone.add(wave.get(i));
        } else {
          marking.renewed(wave.get(i));
        }
      }
      Set<Digest> done = new HashSet<>(wave);
      left =
          left.stream()
              .filter(digest -> !done.contains(digest) && !marking.kept().containsKey(digest))
              .toList();
    }
    return gone;
  }

  /// By whom each would stay if that one did: by what names it, or, where it is about a subject, by
  /// the subject.
  private static Map<Digest, Set<Digest>> keepers(List<Marking.Known> lost) {
    Map<Digest, Set<Digest>> keepers = new HashMap<>();
    for (Marking.Known manifest : lost) {
      for (Digest name : manifest.names()) {
        boolean subject = manifest.subject().equals(Optional.of(name));
        keepers
            .computeIfAbsent(subject ? manifest.digest() : name, digest -> new HashSet<>())
            .add(subject ? name : manifest.digest());
      }
    }
    return keepers;
  }

  /// Says whether it is gone; else somebody was told of it, or pushed it again.
  private boolean remove(Digest digest) throws IOException {
    String key = Keys.manifest(repository.name(), digest);
    Stored manifest = Objects.requireNonNull(stored.get(digest), "read before");
    boolean gone =
        bucket.replace(key, Text.REMOVED, manifest.tag()).isPresent() || !bucket.has(key);
    if (gone && manifest.known().subject().isPresent()) {
      repository.forgetReferrer(manifest.known().subject().get(), digest);
    }
    return gone;
  }

  private void blobs(List<Bucket.Listed> objects, Marking marking) throws IOException {
    lease.renew();
    List<Bucket.Listed> candidates = new ArrayList<>();
    for (Bucket.Listed object : objects) {
      if (object.size() > 0 && (marking.names(Keys.digest(object.key())) || recent(object))) {
        linked.add(Keys.digest(object.key()));
      } else if (object.size() > 0) {
        candidates.add(object);
      }
    }
    List<Boolean> went = Together.ask(candidates, this::unlinked);
    List<Holding> gone = new ArrayList<>();
    for (int i = 0; i < went.size(); i++) {
      Digest digest = Keys.digest(candidates.get(i).key());
      if (went.get(i)) {
        gone.add(Holding.blob(digest));
      } else {
        linked.add(digest);
      }
    }
    findings.unlinked(gone.size());
    dropped(gone);
  }

  private boolean recent(Bucket.Listed object) {
    return !object.written().isBefore(order.recentSince());
  }

  /// Says whether the link is gone, or would be.
  private boolean unlinked(Bucket.Listed object) throws IOException {
    Optional<Bucket.Found> found = bucket.get(object.key());
    if (found.isEmpty() || found.get().bytes().length == 0) {
      return true;
    }
    Link link = Link.read(object.key(), found.get().bytes());
    if (!link.touched().isBefore(order.recentSince())) {
      return false;
    }
    boolean gone =
        order.dryRun()
            || bucket.replace(object.key(), Text.REMOVED, found.get().tag()).isPresent()
            || !bucket.has(object.key());
    if (gone && !order.dryRun()) {
      bucket.delete(Keys.holder(Keys.digest(object.key()), repository.name()));
    }
    return gone;
  }

  /// Entries that a killed process left when their manifests were gone.
  private void forgetReferrers() throws IOException {
    bucket.each(
        Keys.referrers(repository.name()),
        entry -> {
          Digest referrer = Digest.parse(Keys.last(entry.key()).replace('-', ':'));
          if (entry.size() > 0 && !stored.containsKey(referrer)) {
            repository.forgetReferrer(Keys.subject(entry.key()), referrer);
          }
        });
  }

  private void keepAll() throws IOException {
    bucket.each(
        Keys.blobs(repository.name()),
        object -> {
          if (object.size() > 0) {
            linked.add(Keys.digest(object.key()));
          }
        });
  }
}

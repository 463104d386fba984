package io.bowline.registry.disk;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Findings;
import io.bowline.registry.collect.Marking;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.Report;
import io.bowline.registry.collect.Seen;
import io.bowline.registry.manifest.InvalidManifest;
import io.bowline.registry.manifest.ManifestNames;
import io.bowline.registry.storage.Holding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// One collection of a registry's folder.
///
/// First links: repository by repository, each held while it is decided on, so that a manifest is
/// pushed before that, and counts, or after it, and is told what is missing. What goes, goes in the
/// order that a crash leaves right: manifests, then blobs, each forced. Then content that no
/// repository linked to and nobody put in place or linked anew for the grace, each under the lock
/// that linking takes as well.
final class FolderCollection {
  private final RegistryFolder registry;
  private final Order order;
  private final Seen linked = new Seen();
  private final Findings findings = new Findings();

  FolderCollection(RegistryFolder registry, Order order) {
    this.registry = registry;
    this.order = order;
  }

  Report run() throws IOException {
    List<String> names = registry.repositories();
    for (String name : names) {
      forgetUploads(registry.repository(name));
    }
    if (!order.dryRun()) {
      registry.forgetUntouchedSince(order.uploadsSince());
    }
    for (String name : names) {
      links(registry.repository(name));
    }
    contents();
    return findings.report(order);
  }

  private void forgetUploads(RepositoryFolder repository) throws IOException {
    for (long size : repository.uploads().untouchedSince(order.uploadsSince())) {
      findings.upload(size);
    }
  }

  private void links(RepositoryFolder repository) throws IOException {
    Map<Digest, ManifestNames> read = new HashMap<>();
    findings.repository();
    try {
      // most of the reading is done while others may push
      readAhead(repository, read);
      List<Holding> gone;
      try (Disk.Held _ = repository.exclusively()) {
        gone = decide(repository, known(repository, read));
      }
      if (!gone.isEmpty()) {
        order.dropped().from(repository.name(), gone);
      }
    } catch (NoSuchFileException | InvalidManifest e) {
      // damaged, or a manifest was removed by hand in this moment: another time
      findings.skipped(repository.name(), e);
      keepAll(repository);
    }
  }

  private void keepAll(RepositoryFolder repository) throws IOException {
    repository.manifestLinks().keySet().forEach(linked::add);
    repository.blobLinks().keySet().forEach(linked::add);
  }

  /// Says what is gone.
  private List<Holding> decide(RepositoryFolder repository, List<Marking.Known> known)
      throws IOException {
    Marking marking =
        Marking.of(
            known,
            repository.taggedDigests(),
            order.needed().in(repository.name()),
            order.recentSince());
    marking.kept().keySet().forEach(linked::add);
    List<Digest> unused = new ArrayList<>();
    for (Map.Entry<Digest, Instant> blob : repository.blobLinks().entrySet()) {
      boolean stays =
          marking.names(blob.getKey()) || !blob.getValue().isBefore(order.recentSince());
      if (stays) {
        linked.add(blob.getKey());
      } else {
        unused.add(blob.getKey());
      }
    }
    findings.kept(marking);
    findings.lost(repository.name(), marking.lost().stream().map(Marking.Known::digest).toList());
    findings.unlinked(unused.size());
    if (order.dryRun()) {
      return List.of();
    }
    repository.remove(marking, unused);
    return Stream.concat(
            marking.lost().stream().map(manifest -> Holding.manifest(manifest.digest())),
            unused.stream().map(Holding::blob))
        .toList();
  }

  /// What the repository's manifests say; those known already are not read again.
  private static List<Marking.Known> known(
      RepositoryFolder repository, Map<Digest, ManifestNames> read)
      throws IOException, InvalidManifest {
    List<Marking.Known> known = new ArrayList<>();
    for (Map.Entry<Digest, Instant> link : repository.manifestLinks().entrySet()) {
      Digest digest = link.getKey();
      ManifestNames names = read.get(digest);
      if (names == null) {
        names = names(repository, digest);
      }
      known.add(new Marking.Known(digest, link.getValue(), names.all(), names.subject()));
    }
    return known;
  }

  private static void readAhead(RepositoryFolder repository, Map<Digest, ManifestNames> read)
      throws IOException, InvalidManifest {
    for (Digest digest : repository.manifestLinks().keySet()) {
      read.put(digest, names(repository, digest));
    }
  }

  private static ManifestNames names(RepositoryFolder repository, Digest digest)
      throws IOException, InvalidManifest {
    try (InputStream in = repository.manifestBytes(digest)) {
      return ManifestNames.read(in.readAllBytes());
    } catch (InvalidManifest e) {
      throw new InvalidManifest("the stored manifest " + digest + " cannot be read", e);
    }
  }

  private void contents() throws IOException {
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      Path folder = registry.contentFolder(algorithm);
      for (String shard : registry.disk().list(folder)) {
        for (String hex : registry.disk().list(folder.resolve(shard))) {
          content(new Digest(algorithm, hex));
        }
      }
    }
  }

  private void content(Digest digest) throws IOException {
    Path file = registry.contentFile(digest);
    OptionalLong size = registry.disk().size(file);
    if (size.isEmpty()) {
      return;
    }
    boolean goes = !linked.contains(digest) && untouched(file);
    if (goes && !order.dryRun()) {
      try (Disk.Held _ = registry.linking(digest)) {
        goes = untouched(file);
        if (goes) {
          // before the content, by which they are found
          registry.forgetHolders(digest);
          goes = registry.disk().delete(file);
        }
      }
    }
    if (goes) {
      findings.content(size.getAsLong());
    } else {
      findings.remains(size.getAsLong());
    }
  }

  private boolean untouched(Path file) throws IOException {
    return registry.disk().modified(file).filter(order.recentSince()::isAfter).isPresent();
  }
}

package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.release.trust.Seen;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the install runs, and what must never be forgotten: the newest release seen and the newest
/// approval used. One file, whole or absent, with the version of its form.
///
/// @param release manifest digest of the release that runs, empty for none
/// @param seenSequence of the newest release ever accepted, see `Seen`
/// @param usedApproval highest sequence of an approval that was used
/// @param components of the release that runs
/// @param open plans of a release that is under way and can still be returned, oldest first
record InstallRecord(
    int format,
    String release,
    long seenSequence,
    String seenManifest,
    long usedApproval,
    List<ComponentRecord> components,
    List<String> open) {
  private static final int FORMAT = 1;
  private static final InstallRecord NOTHING =
      new InstallRecord(FORMAT, "", 0, "", 0, List.of(), List.of());

  InstallRecord {
    components = List.copyOf(components);
    open = List.copyOf(open);
  }

  static InstallRecord read(Path folder) {
    Path file = folder.resolve("install.json");
    if (!Files.exists(file)) {
      return NOTHING;
    }
    if (Json.read(file).path("format").asInt() != FORMAT) {
      throw new IllegalStateException(file + " is of a later version: update the runner");
    }
    return Json.read(file, InstallRecord.class);
  }

  void write(Path folder) {
    FolderCopy.ensure(folder);
    Json.writeDurably(folder.resolve("install.json"), this);
  }

  Optional<Digest> runs() {
    return release.isEmpty() ? Optional.empty() : Optional.of(Digest.parse(release));
  }

  Seen seen() {
    return seenManifest.isEmpty()
        ? Seen.NOTHING
        : new Seen(seenSequence, Optional.of(Digest.parse(seenManifest)));
  }

  InstallRecord having(Seen seen) {
    String manifest = seen.manifest().map(Digest::toString).orElse("");
    return new InstallRecord(
        FORMAT, release, seen.sequence(), manifest, usedApproval, components, open);
  }

  InstallRecord using(long approval) {
    return new InstallRecord(
        FORMAT, release, seenSequence, seenManifest, approval, components, open);
  }

  InstallRecord opening(String plan) {
    var plans = new ArrayList<>(open);
    if (!plans.contains(plan)) {
      plans.add(plan);
    }
    return new InstallRecord(
        FORMAT, release, seenSequence, seenManifest, usedApproval, components, plans);
  }

  InstallRecord running(String digest, List<ComponentRecord> parts) {
    return new InstallRecord(
        FORMAT, digest, seenSequence, seenManifest, usedApproval, parts, List.of());
  }

  InstallRecord returned() {
    return new InstallRecord(
        FORMAT, release, seenSequence, seenManifest, usedApproval, components, List.of());
  }
}

package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.plan.StepKind;
import io.bowline.release.chart.CustomerRegistry;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.image.ImageExecutor;
import io.bowline.runner.step.image.ImageKeeper.Brought;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Which images this runner brought to the customer's registry, and for which release: written down
/// before they are brought. The newest release comes last.
record ImageLedger(int format, List<Entry> releases) {
  private static final int FORMAT = 1;
  private static final String FILE = "images.json";

  ImageLedger {
    releases = List.copyOf(releases);
  }

  /// A release's images.
  record Entry(String release, String version, List<Image> images) {
    Entry {
      images = List.copyOf(images);
    }
  }

  /// One of them, by its repository in the customer's registry.
  record Image(String repository, String digest) {
    Brought brought() {
      return new Brought(repository, Digest.parse(digest));
    }
  }

  /// Images that steps bring, or found there.
  static List<Image> of(List<FrozenStep> steps, CustomerRegistry registry) {
    return steps.stream()
        .filter(step -> step.planned().kind() == StepKind.IMAGE)
        .flatMap(step -> ImageExecutor.images(step).stream())
        .map(image -> new Image(registry.reference(image).repository(), image.digest().toString()))
        .toList();
  }

  static ImageLedger read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return new ImageLedger(FORMAT, List.of());
    }
    if (Json.read(file).path("format").asInt() != FORMAT) {
      throw new IllegalStateException(file + " is of a later version: update the runner");
    }
    return Json.read(file, ImageLedger.class);
  }

  void write(Path folder) {
    FolderCopy.ensure(folder);
    Json.writeDurably(folder.resolve(FILE), this);
  }

  /// With a release as the newest one.
  ImageLedger noting(Entry entry) {
    var all = new ArrayList<>(releases);
    all.removeIf(old -> old.release().equals(entry.release()));
    all.add(entry);
    return new ImageLedger(FORMAT, all);
  }

  /// Without images that are gone, and without releases that have none left.
  ImageLedger without(List<Brought> gone) {
    var all = new ArrayList<Entry>();
    for (Entry entry : releases) {
      List<Image> left =
          entry.images().stream().filter(image -> !gone.contains(image.brought())).toList();
      if (!left.isEmpty()) {
        all.add(new Entry(entry.release(), entry.version(), left));
      }
    }
    return new ImageLedger(FORMAT, all);
  }

  /// The newest releases, so many.
  List<String> newest(int count) {
    List<String> all = releases.stream().map(Entry::release).toList();
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  /// Images of the releases that a rule picks.
  Set<Brought> images(Predicate<String> release) {
    var images = new HashSet<Brought>();
    releases.stream()
        .filter(entry -> release.test(entry.release()))
        .forEach(entry -> entry.images().forEach(image -> images.add(image.brought())));
    return images;
  }
}

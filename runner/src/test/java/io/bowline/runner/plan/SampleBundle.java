package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.AuthorFolder;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.ImageDigests;
import io.bowline.release.bundle.Packed;
import io.bowline.release.trust.SigningKey;
import io.bowline.release.trust.Statement;
import io.bowline.runner.step.FolderCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Versions of the sample product, packed for a namespace of a test's own.
final class SampleBundle {
  private SampleBundle() {}

  /// A change to the author's files.
  record Edit(String from, String to) {}

  /// Work on the author's folder before it is packed.
  interface DeskWork {
    void on(AuthorDesk desk) throws IOException;
  }

  /// Packs a version.
  ///
  /// @param copy folder for the author's files; not there yet
  static Bundle pack(Path copy, String version, String namespace, Digest image, List<Edit> edits)
      throws IOException {
    draft(copy, version, namespace, edits);
    return packed(copy, (_, _) -> Optional.of(image));
  }

  /// Lays out a version's files.
  static void draft(Path copy, String version, String namespace, List<Edit> edits)
      throws IOException {
    Path sample =
        Path.of(Objects.requireNonNull(System.getProperty("bowline.root")), "samples/streaming");
    FolderCopy.ensure(copy);
    FolderCopy.copy(sample.resolve(version), copy);
    List<Path> files;
    try (Stream<Path> all = Files.walk(copy)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String text =
          Files.readString(file)
              .replace("namespace: streaming", "namespace: " + namespace)
              .replace("stableFor: 2s", "stableFor: 1s")
              .replace("broker.streaming.svc", "broker." + namespace + ".svc");
      for (Edit edit : edits) {
        text = text.replace(edit.from(), edit.to());
      }
      Files.writeString(file, text);
    }
  }

  static Bundle packed(Path copy, ImageDigests images) throws IOException {
    return switch (AuthorFolder.pack(copy, images)) {
      case Packed.Done(Bundle packed) -> packed;
      case Packed.Refused(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  static byte[] sign(Bundle bundle, SigningKey key) {
    return new Statement.Published(
            bundle.release().product(),
            bundle.release().version(),
            bundle.release().sequence(),
            bundle.digest())
        .sign(key);
  }
}

package io.bowline.release.bundle;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// An author's `providers/`, as `terraform providers mirror` fills it.
final class ProviderMirror {
  private static final int MOST_FILES = 500;

  private final List<AuthorProblem> problems;
  private final Map<Digest, Descriptor> layers = new TreeMap<>();
  private final Map<Digest, Path> files = new TreeMap<>();

  ProviderMirror(List<AuthorProblem> problems) {
    this.problems = problems;
  }

  /// Looks at the folder.
  ///
  /// @return whether there is one
  boolean read(Path folder) throws IOException {
    Path mirror = folder.resolve(ProviderFile.FOLDER);
    if (!Files.isDirectory(mirror)) {
      return false;
    }
    List<Path> found;
    try (Stream<Path> all = Files.walk(mirror)) {
      found = all.filter(p -> !Files.isDirectory(p)).limit(MOST_FILES + 1L).sorted().toList();
    }
    if (found.size() > MOST_FILES) {
      wrong("", "has more than " + MOST_FILES + " files");
      return true;
    }
    for (Path file : found) {
      String name = mirror.relativize(file).toString().replace('\\', '/');
      if (!name.endsWith(".json")) { // the mirror's own lists are of no use here
        file(file, name);
      }
    }
    return true;
  }

  private void file(Path file, String name) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) > ProviderFile.MOST_BYTES) {
      wrong(name, "is no file of at most " + ProviderFile.MOST_BYTES + " bytes");
      return;
    }
    var hash = Digest.Algorithm.SHA256.hash();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), hash)) {
      in.transferTo(out);
    }
    Digest digest = Digest.finish(Digest.Algorithm.SHA256, hash);
    var layer = new Descriptor(MediaTypes.PROVIDER, digest, Files.size(file), name);
    if (ProviderFile.of(layer).isEmpty()) {
      wrong(name, "is called like no provider; fill the folder by 'terraform providers mirror'");
    } else if (files.putIfAbsent(digest, file) == null) {
      layers.put(digest, layer);
    }
  }

  private void wrong(String name, String message) {
    String at = name.isEmpty() ? ProviderFile.FOLDER : ProviderFile.FOLDER + "/" + name;
    problems.add(AuthorProblem.error(at, 0, "", message));
  }

  Map<Digest, Descriptor> layers() {
    return layers;
  }

  Map<Digest, Path> files() {
    return files;
  }
}

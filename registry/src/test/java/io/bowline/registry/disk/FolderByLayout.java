package io.bowline.registry.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A registry's folder, walked by its layout alone, without any code of the registry. Its
/// repositories are those of `acme`.
///
/// @param disk what it is on
/// @param root the folder
record FolderByLayout(Disk disk, Path root) {
  private static final JsonMapper JSON = new JsonMapper();

  /// Fails unless all is there that tags need, and nothing else.
  void isExactlyWhatTagsReach(String when) throws IOException {
    Set<String> reached = new TreeSet<>();
    for (Path repository : repositories()) {
      reached.addAll(reachable(repository, when));
    }
    Set<String> there = new TreeSet<>();
    for (Path file : below(root.resolve("blobs"), 3)) {
      byte[] bytes = bytes(file);
      assertThat(Digest.of(bytes).hex()).as(when).isEqualTo(file.getFileName().toString());
      there.add(Digest.of(bytes).toString());
    }
    assertThat(there).as(when).isEqualTo(reached);
    for (Path repository : repositories()) {
      assertThat(names(repository.resolve("_uploads"))).as(when).isEmpty();
    }
    assertThat(names(root.resolve("unfinished"))).as(when).isEmpty();
    for (Path holder : below(root.resolve("holders"), 4)) {
      String hex = holder.getParent().getFileName().toString();
      assertThat(there).as("%s: %s", when, holder).contains("sha256:" + hex);
    }
  }

  /// Fails unless what tags and referrers point at is there, also before anything is collected.
  void hasWhatTagsReach(String when) throws IOException {
    for (Path repository : repositories()) {
      for (String tag : names(repository.resolve("_tags"))) {
        whole(repository, tagged(repository, tag), when);
      }
    }
  }

  private void whole(Path repository, String digest, String when) throws IOException {
    isThere(link(repository, "_manifests", digest), when);
    JsonNode manifest = manifest(digest, when);
    for (String child : children(manifest)) {
      whole(repository, child, when);
    }
    for (String blob : blobs(manifest)) {
      isThere(link(repository, "_blobs", blob), when);
      isThere(content(blob), when);
    }
  }

  private Set<String> reachable(Path repository, String when) throws IOException {
    Set<String> reached = new TreeSet<>();
    ArrayDeque<String> open = new ArrayDeque<>();
    for (String tag : names(repository.resolve("_tags"))) {
      open.add(tagged(repository, tag));
    }
    while (!open.isEmpty()) {
      String digest = open.remove();
      if (!reached.add(digest)) {
        continue;
      }
      JsonNode manifest = manifest(digest, when);
      open.addAll(children(manifest));
      String subject = manifest.at("/subject/digest").asText();
      if (!subject.isEmpty() && there(link(repository, "_manifests", subject))) {
        open.add(subject);
      }
      for (String blob : blobs(manifest)) {
        isThere(link(repository, "_blobs", blob), when);
        reached.add(blob);
      }
      String hex = digest.substring(7);
      for (String referrer : names(repository.resolve("_referrers/sha256/" + hex))) {
        open.add(referrer.replace('-', ':'));
      }
    }
    for (String kind : List.of("_manifests/sha256", "_blobs/sha256")) {
      assertThat(names(repository.resolve(kind)))
          .as(when)
          .allMatch(hex -> reached.contains("sha256:" + hex));
    }
    for (Path entry : below(repository.resolve("_referrers"), 3)) {
      // also about a subject that is not there
      String referrer = entry.getFileName().toString().replace('-', ':');
      assertThat(reached).as("%s: %s", when, entry).contains(referrer);
    }
    return reached;
  }

  private static List<String> children(JsonNode manifest) {
    return manifest.path("manifests").valueStream().map(FolderByLayout::digest).toList();
  }

  private static List<String> blobs(JsonNode manifest) {
    List<String> blobs = new ArrayList<>();
    if (manifest.path("config").has("digest")) {
      blobs.add(digest(manifest.path("config")));
    }
    manifest.path("layers").forEach(layer -> blobs.add(digest(layer)));
    return blobs;
  }

  private static String digest(JsonNode descriptor) {
    return descriptor.path("digest").asText();
  }

  private static Path link(Path repository, String kind, String digest) {
    return repository.resolve(kind).resolve(digest.replace(':', '/'));
  }

  private Path content(String digest) {
    String hex = digest.substring(7);
    return root.resolve("blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex);
  }

  private List<Path> repositories() throws IOException {
    Path all = root.resolve("repositories/acme");
    return names(all).stream().map(all::resolve).toList();
  }

  /// Every tag, with what it points at.
  Map<String, Digest> tags() throws IOException {
    Map<String, Digest> tags = new TreeMap<>();
    for (Path repository : repositories()) {
      for (String tag : names(repository.resolve("_tags"))) {
        tags.put(
            "acme/" + repository.getFileName() + ":" + tag, Digest.parse(tagged(repository, tag)));
      }
    }
    return tags;
  }

  private String tagged(Path repository, String tag) throws IOException {
    byte[] bytes = bytes(repository.resolve("_tags").resolve(tag));
    return new String(bytes, StandardCharsets.UTF_8).substring("1\n".length());
  }

  private JsonNode manifest(String digest, String when) throws IOException {
    isThere(content(digest), when);
    return JSON.readTree(bytes(content(digest)));
  }

  private byte[] bytes(Path file) throws IOException {
    try (InputStream in = disk.read(file, 0)) {
      return in.readAllBytes();
    }
  }

  private boolean there(Path file) throws IOException {
    return disk.size(file).isPresent();
  }

  private void isThere(Path file, String when) throws IOException {
    assertThat(there(file)).as("%s: %s", when, file).isTrue();
  }

  private List<String> names(Path folder) throws IOException {
    return disk.list(folder);
  }

  /// What is so many levels below a folder.
  private List<Path> below(Path folder, int levels) throws IOException {
    List<Path> all = new ArrayList<>();
    for (String name : names(folder)) {
      if (levels == 1) {
        all.add(folder.resolve(name));
      } else {
        all.addAll(below(folder.resolve(name), levels - 1));
      }
    }
    return all;
  }
}

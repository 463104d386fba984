package io.bowline.registry.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Fire;
import io.bowline.registry.collect.Needed;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.PulledTags;
import io.bowline.registry.http.RegistryServer;
import io.bowline.registry.platform.RandomNames;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes push into one folder and collect from it without a pause, and are killed over and
/// over. Then everything that a tag needs is there, and nothing else is.
class CollectionUnderFireTest {
  private static final JsonMapper JSON = new JsonMapper();
  @TempDir private Path home;

  @Test
  void forSomeKillsATagHasAllItNeedsAndTheDiskNothingElse() throws Exception {
    underFire(Duration.ofSeconds(3));
    exactlyWhatTagsReach();
  }

  @Test
  @Tag("nightly")
  @RequiresPart("skopeo")
  void forTenMinutesAndThenSkopeoPullsEveryTag() throws Exception {
    underFire(Duration.ofMinutes(10));
    exactlyWhatTagsReach();
    try (var server = RegistryServer.start(registry(), RegistryServer.Settings.loopback())) {
      PulledTags.all(server.authority(), tags(), home);
    }
  }

  private Path registry() {
    return home.resolve("registry");
  }

  private void underFire(Duration time) throws Exception {
    Files.createDirectories(registry());
    new Fire(home, RestlessFolder.class, List.of(registry().toString())).burn(time);
    RegistryFolder folder = RegistryFolder.open(new LocalDisk(), registry(), new RandomNames());
    Order all = new Order(Instant.now(), Instant.MAX, Instant.MAX, false, Needed.nothing());
    assertThat(folder.collect(all).orElseThrow().skipped()).isEmpty();
  }

  /// Walks the files by the layout alone, without any code of the registry.
  private void exactlyWhatTagsReach() throws IOException {
    Set<String> reached = new TreeSet<>();
    for (Path repository : repositories()) {
      reached.addAll(reachable(repository));
    }
    Set<String> there = new TreeSet<>();
    try (Stream<Path> all = Files.walk(registry().resolve("blobs/sha256"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        assertThat(Digest.of(bytes).hex()).isEqualTo(file.getFileName().toString());
        there.add(Digest.of(bytes).toString());
      }
    }
    assertThat(there).isEqualTo(reached);
    for (Path repository : repositories()) {
      assertThat(names(repository.resolve("_uploads"))).isEmpty();
    }
    assertThat(names(registry().resolve("unfinished"))).isEmpty();
  }

  private Set<String> reachable(Path repository) throws IOException {
    Set<String> reached = new TreeSet<>();
    ArrayDeque<String> open = new ArrayDeque<>();
    for (String tag : names(repository.resolve("_tags"))) {
      open.add(Files.readString(repository.resolve("_tags").resolve(tag)).substring(2));
    }
    while (!open.isEmpty()) {
      String digest = open.remove();
      if (!reached.add(digest)) {
        continue;
      }
      JsonNode manifest = JSON.readTree(content(digest).toFile());
      for (JsonNode child : manifest.path("manifests")) {
        open.add(child.path("digest").asText());
      }
      String subject = manifest.at("/subject/digest").asText();
      boolean there =
          !subject.isEmpty()
              && Files.exists(repository.resolve("_manifests/" + subject.replace(':', '/')));
      if (there) {
        open.add(subject);
      }
      List<JsonNode> blobs = new ArrayList<>();
      blobs.add(manifest.path("config"));
      manifest.path("layers").forEach(blobs::add);
      for (JsonNode blob : blobs) {
        if (blob.has("digest")) {
          String name = blob.path("digest").asText();
          assertThat(repository.resolve("_blobs/sha256/" + name.substring(7))).exists();
          reached.add(name);
        }
      }
      String hex = digest.substring(7);
      for (String referrer : names(repository.resolve("_referrers/sha256/" + hex))) {
        open.add(referrer.replace('-', ':'));
      }
    }
    for (String kind : List.of("_manifests/sha256", "_blobs/sha256")) {
      assertThat(names(repository.resolve(kind)))
          .allMatch(hex -> reached.contains("sha256:" + hex));
    }
    return reached;
  }

  private Path content(String digest) {
    String hex = digest.substring(7);
    return registry().resolve("blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex);
  }

  private List<Path> repositories() throws IOException {
    return names(registry().resolve("repositories/acme")).stream()
        .map(registry().resolve("repositories/acme")::resolve)
        .toList();
  }

  private Map<String, Digest> tags() throws IOException {
    Map<String, Digest> tags = new TreeMap<>();
    for (Path repository : repositories()) {
      for (String tag : names(repository.resolve("_tags"))) {
        String digest = Files.readString(repository.resolve("_tags").resolve(tag)).substring(2);
        tags.put("acme/" + repository.getFileName() + ":" + tag, Digest.parse(digest));
      }
    }
    return tags;
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }
}

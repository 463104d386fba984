package io.bowline.registry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.Limits;
import io.bowline.registry.Registry;
import io.bowline.registry.collect.Fire;
import io.bowline.registry.collect.Needed;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.PulledTags;
import io.bowline.registry.http.RegistryServer;
import io.bowline.registry.platform.RandomNames;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes push into one bucket and collect from it without a pause, and are killed over and
/// over. Then everything that a tag needs is there, and nothing else is.
@Tag("real")
@RequiresPart("versitygw")
class BucketUnderFireTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONG = Duration.ofMinutes(3);
  @TempDir private Path home;
  private final Map<String, byte[]> objects = new TreeMap<>();
  private final Set<String> removed = new TreeSet<>();

  @Test
  void forSomeKillsATagHasAllItNeedsAndTheBucketNothingElse() throws Exception {
    try (ObjectStore store = ObjectStore.start(home);
        Gate gate = new Gate(store.settings())) {
      underFire(ObjectStore.through(gate, store.settings()), Duration.ofSeconds(8));
      nothingStandsForWhatWasRemoved();
    }
  }

  @Test
  @Tag("nightly")
  @RequiresPart("skopeo")
  void forMinutesAndThenSkopeoPullsEveryTag() throws Exception {
    try (ObjectStore store = ObjectStore.start(home);
        Gate gate = new Gate(store.settings())) {
      underFire(ObjectStore.through(gate, store.settings()), LONG);
      nothingStandsForWhatWasRemoved();
      skopeoPullsEveryTag(store);
    }
  }

  @Test
  @Tag("nightly")
  @RequiresPart({"minio", "skopeo"})
  void forMinutesOnAServerWhoseConditionsHoldByThemselves() throws Exception {
    try (ObjectStore store = ObjectStore.minio(home)) {
      underFire(store.settings(), LONG);
      skopeoPullsEveryTag(store);
    }
  }

  private void skopeoPullsEveryTag(ObjectStore store) throws Exception {
    try (S3Storage storage = ObjectStore.open(store.settings());
        var server =
            RegistryServer.start(
                new Registry(storage, Limits.USUAL), RegistryServer.Settings.loopback())) {
      PulledTags.all(server.authority(), tags(), home);
    }
  }

  private void underFire(BucketSettings place, Duration time) throws Exception {
    String address = place.endpoint().orElseThrow().toString();
    String credentials = place.credentials().orElseThrow().toString();
    new Fire(home, RestlessBucket.class, List.of(address, credentials)).burn(time);
    // by then nobody who was killed holds anything
    InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
    try (S3Storage storage = S3Storage.open(place, new RandomNames(), later)) {
      Order all = new Order(later.instant(), Instant.MAX, Instant.MAX, false, Needed.nothing());
      assertThat(storage.collect(all).orElseThrow().skipped()).isEmpty();
    }
    try (Bucket bucket = Connection.to(place)) {
      Map<String, Boolean> live = new TreeMap<>();
      bucket.each("", object -> live.put(object.key(), object.size() > 0));
      for (Map.Entry<String, Boolean> object : live.entrySet()) {
        if (object.getValue()) {
          objects.put(object.getKey(), bucket.get(object.getKey()).orElseThrow().bytes());
        } else if (!object.getKey().startsWith("holders/")) {
          removed.add(object.getKey());
        }
      }
      assertThat(bucket.uploadsBelow(Keys.DATA)).isEmpty();
    }
    exactlyWhatTagsReach();
  }

  private void nothingStandsForWhatWasRemoved() {
    assertThat(removed).isEmpty();
  }

  /// Walks the objects by the layout alone, without any code of the registry.
  private void exactlyWhatTagsReach() throws IOException {
    Set<String> reached = new TreeSet<>();
    for (String repository : repositories()) {
      reached.addAll(reachable("repositories/" + repository + "/"));
    }
    Set<String> named = new TreeSet<>();
    for (String hex : below("content/sha256/")) {
      String[] lines = text("content/sha256/" + hex).split("\n", -1);
      assertThat(lines).as(hex).hasSize(4);
      String name = lines[3].split(" ", -1)[1];
      assertThat(Digest.of(objects.get("data/" + name)).hex()).isEqualTo(hex);
      assertThat(named.add(name)).isTrue();
      assertThat(reached).contains("sha256:" + hex);
    }
    assertThat(below("data/")).containsExactlyElementsOf(named);
    assertThat(objects.keySet())
        .noneMatch(key -> key.startsWith("uploads/") || key.startsWith("tails/"))
        .noneMatch(key -> key.startsWith("probe/"));
  }

  private Set<String> reachable(String repository) throws IOException {
    Set<String> reached = new HashSet<>();
    ArrayDeque<String> open = new ArrayDeque<>();
    for (String tag : below(repository + "_tags/")) {
      open.add(text(repository + "_tags/" + tag).split("\n", -1)[2]);
    }
    while (!open.isEmpty()) {
      String digest = open.remove();
      String hex = digest.substring(7);
      if (!reached.add(digest)) {
        continue;
      }
      JsonNode manifest = manifest(repository + "_manifests/sha256/" + hex);
      manifest.path("manifests").forEach(child -> open.add(child.path("digest").asText()));
      String subject = manifest.at("/subject/digest").asText();
      if (objects.containsKey(repository + "_manifests/" + subject.replace(':', '/'))) {
        open.add(subject);
      }
      List<JsonNode> blobs = new ArrayList<>(List.of(manifest.path("config")));
      manifest.path("layers").forEach(blobs::add);
      for (JsonNode blob : blobs) {
        if (blob.has("digest")) {
          String name = blob.path("digest").asText();
          blob(repository, name);
          reached.add(name);
        }
      }
      below(repository + "_referrers/sha256/" + hex + "/")
          .forEach(referrer -> open.add(referrer.replace('-', ':')));
    }
    for (String kind : List.of("_manifests/sha256/", "_blobs/sha256/")) {
      assertThat(below(repository + kind)).allMatch(hex -> reached.contains("sha256:" + hex));
    }
    return reached;
  }

  /// The link, the content and the data agree.
  private void blob(String repository, String digest) {
    String hex = digest.substring(7);
    String[] link = text(repository + "_blobs/sha256/" + hex).split("\n", -1)[1].split(" ", -1);
    String[] live = text("content/sha256/" + hex).split("\n", -1)[3].split(" ", -1);
    assertThat(live).containsExactly("live", link[0], link[1]);
    String data = "data/" + link[0];
    assertThat(objects.keySet())
        .as("%s of %s: %s; empty: %s", digest, repository, live[2], removed.contains(data))
        .contains(data);
    assertThat(Digest.of(objects.get(data))).isEqualTo(Digest.parse(digest));
  }

  private JsonNode manifest(String key) throws IOException {
    assertThat(objects).containsKey(key);
    byte[] bytes = objects.get(key);
    int begin = 0;
    for (int line = 0; line < 3; line++) {
      while (bytes[begin] != '\n') {
        begin++;
      }
      begin++;
    }
    byte[] manifest = Arrays.copyOfRange(bytes, begin, bytes.length);
    assertThat(Digest.of(manifest).hex()).isEqualTo(Keys.last(key));
    return JSON.readTree(manifest);
  }

  private String text(String key) {
    assertThat(objects).containsKey(key);
    return new String(objects.get(key), StandardCharsets.UTF_8);
  }

  private List<String> below(String prefix) {
    return objects.keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  private Set<String> repositories() {
    Set<String> names = new TreeSet<>();
    objects.keySet().stream()
        .filter(key -> key.startsWith("repositories/"))
        .forEach(key -> names.add(key.substring("repositories/".length(), key.indexOf("/_"))));
    return names;
  }

  private Map<String, Digest> tags() {
    Map<String, Digest> tags = new TreeMap<>();
    for (String repository : repositories()) {
      for (String tag : below("repositories/" + repository + "/_tags/")) {
        String digest = text("repositories/" + repository + "/_tags/" + tag).split("\n", -1)[2];
        tags.put(repository + ":" + tag, Digest.parse(digest));
      }
    }
    return tags;
  }
}

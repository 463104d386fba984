package io.bowline.runner.step.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.registry.http.RegistryServer;
import io.bowline.runner.step.image.ImageKeeper.Brought;
import io.bowline.runner.step.image.ImageKeeper.Pruned;
import io.bowline.runner.step.image.ImageKeeper.Used;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images that share parts, or the registry: what one lets go another may need.
@Tag("C36.prune")
class PruningTest {
  private static final String REPOSITORY = "acme/broker";
  private static final Pattern PART = Pattern.compile("part-[0-9a-f-]{36}");
  private static final Used NOTHING = new Used(Set.of(), Set.of());
  private static final InstallId ONE = new InstallId(new UUID(1, 1));
  private static final InstallId OTHER = new InstallId(new UUID(1, 2));

  @TempDir Path folder;
  private RegistryServer server;
  private TestImages images;

  @BeforeEach
  void start() throws Exception {
    server = RegistryServer.start(folder, RegistryServer.Settings.loopback());
    images = new TestImages(server.address());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CustomerRegistry registry(InstallId install) {
    HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    return new CustomerRegistry(
            new RegistryAccess(server.address(), http, Optional.empty()), server.authority(), "")
        .of(install);
  }

  private Pruned prune(InstallId install, Set<Brought> going, Set<Brought> kept, Used used) {
    return new ImageKeeper(
            () -> registry(install), TransferTerms.usual(), new Random(1), Clock.systemUTC())
        .prune(going, kept, used);
  }

  /// A manifest of its own without a tag.
  private Digest part() throws Exception {
    return images.image(REPOSITORY, "part-" + UUID.randomUUID(), List.of(images.blob(100)));
  }

  private Digest index(String tag, Digest... parts) throws Exception {
    String children =
        Stream.of(parts)
            .map(part ->
                "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1}"
                    .formatted(Manifest.OCI_MANIFEST, part))
            .collect(Collectors.joining(","));
    byte[] index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s],\"annotations\":{\"of\":\"%s\"}}"
            .formatted(Manifest.OCI_INDEX, children, tag)
            .getBytes(UTF_8);
    Digest digest = Digest.of(index);
    images.push(REPOSITORY, digest.toString(), Manifest.OCI_INDEX, index);
    if (!tag.startsWith("own")) {
      images.push(REPOSITORY, tag, Manifest.OCI_INDEX, index);
    }
    return digest;
  }

  private void tag(InstallId install, Digest digest) throws Exception {
    byte[] bytes = images.manifest(REPOSITORY, digest.toString()).body();
    images.push(REPOSITORY, registry(install).tag(digest), Manifest.OCI_INDEX, bytes);
  }

  private void forget(Digest part) throws Exception {
    // a part has a tag only because the helper that makes it gives one
    String tags = new String(images.get(REPOSITORY + "/tags/list").body(), UTF_8);
    for (MatchResult tag : PART.matcher(tags).results().toList()) {
      if (Digest.of(images.manifest(REPOSITORY, tag.group()).body()).equals(part)) {
        assertThat(images.delete(REPOSITORY + "/manifests/" + tag.group())).isEqualTo(202);
      }
    }
  }

  private boolean isThere(Digest digest) throws Exception {
    return images.manifest(REPOSITORY, digest.toString()).statusCode() == 200;
  }

  private static Brought brought(Digest digest) {
    return new Brought(REPOSITORY, digest);
  }

  @Test
  void aPartOfAnImageThatAWorkloadKeepsStays() throws Exception {
    Digest shared = part();
    Digest single = part();
    Digest old = index("own-1", shared, single);
    Digest running = index("own-2", shared);
    for (Digest one : List.of(shared, single)) {
      forget(one);
    }
    tag(ONE, old);
    tag(ONE, running);
    Pruned pruned =
        prune(
            ONE,
            Set.of(brought(old), brought(running)),
            Set.of(),
            new Used(Set.of(running.toString()), Set.of()));
    assertThat(pruned.gone()).containsExactly(brought(old));
    assertThat(pruned.stayed()).containsEntry(brought(running), "a workload uses it");
    assertThat(isThere(shared)).as("the image that runs consists of it").isTrue();
    assertThat(isThere(single)).isFalse();
  }

  @Test
  void aWorkloadThatNamesThePlatformKeepsTheIndex() throws Exception {
    Digest part = part();
    Digest inner = index("own-inner", part);
    Digest outer = index("own-outer", inner);
    forget(part);
    tag(ONE, outer);
    Pruned pruned =
        prune(ONE, Set.of(brought(outer)), Set.of(), new Used(Set.of(part.toString()), Set.of()));
    assertThat(pruned.stayed()).containsEntry(brought(outer), "a workload uses it");
    assertThat(isThere(part)).isTrue();
  }

  @Test
  void aPartOfWhatSomebodyElseHasTaggedStays() throws Exception {
    Digest shared = part();
    Digest old = index("own-1", shared);
    Digest theirs = index("theirs", shared);
    forget(shared);
    tag(ONE, old);
    assertThat(prune(ONE, Set.of(brought(old)), Set.of(), NOTHING).gone())
        .containsExactly(brought(old));
    assertThat(isThere(theirs)).isTrue();
    assertThat(isThere(shared)).as("their image consists of it").isTrue();
  }

  @Test
  void whatAnotherInstallHasBroughtToTheSameRegistryStays() throws Exception {
    Digest part = part();
    Digest image = index("own-1", part);
    forget(part);
    tag(ONE, image);
    tag(OTHER, image);
    Pruned pruned = prune(ONE, Set.of(brought(image)), Set.of(), NOTHING);
    assertThat(pruned.gone()).isEmpty();
    assertThat(pruned.stayed())
        .containsEntry(
            brought(image),
            "another install that shares the registry may use it, by its tag "
                + registry(OTHER).tag(image));
    assertThat(isThere(image) && isThere(part)).isTrue();
  }

  @Test
  void whatTwoOldImagesShareGoesWithThem() throws Exception {
    Digest shared = part();
    Digest first = index("own-1", shared);
    Digest second = index("own-2", shared);
    forget(shared);
    tag(ONE, first);
    tag(ONE, second);
    assertThat(prune(ONE, Set.of(brought(first), brought(second)), Set.of(), NOTHING).gone())
        .hasSize(2);
    assertThat(isThere(shared)).isFalse();
  }
}

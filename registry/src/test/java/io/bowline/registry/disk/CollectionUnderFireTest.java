package io.bowline.registry.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.registry.collect.Fire;
import io.bowline.registry.collect.Needed;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.PulledTags;
import io.bowline.registry.http.RegistryServer;
import io.bowline.registry.platform.RandomNames;
import io.bowline.testkit.RequiresPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes push into one folder and collect from it without a pause, and are killed over and
/// over. Then everything that a tag needs is there, and nothing else is.
class CollectionUnderFireTest {
  @TempDir private Path home;

  @Test
  void forSomeKillsATagHasAllItNeedsAndTheDiskNothingElse() throws Exception {
    underFire(Duration.ofSeconds(3));
    layout().isExactlyWhatTagsReach("burnt");
  }

  @Test
  @Tag("nightly")
  @RequiresPart("skopeo")
  void forTenMinutesAndThenSkopeoPullsEveryTag() throws Exception {
    underFire(Duration.ofMinutes(10));
    layout().isExactlyWhatTagsReach("burnt");
    try (var server = RegistryServer.start(registry(), RegistryServer.Settings.loopback())) {
      PulledTags.all(server.authority(), layout().tags(), home);
    }
  }

  private Path registry() {
    return home.resolve("registry");
  }

  private FolderByLayout layout() {
    return new FolderByLayout(new LocalDisk(), registry());
  }

  private void underFire(Duration time) throws Exception {
    Files.createDirectories(registry());
    new Fire(home, RestlessFolder.class, List.of(registry().toString())).burn(time);
    RegistryFolder folder = RegistryFolder.open(new LocalDisk(), registry(), new RandomNames());
    Order all = new Order(Instant.now(), Instant.MAX, Instant.MAX, false, Needed.nothing());
    assertThat(folder.collect(all).orElseThrow().skipped()).isEmpty();
  }
}

package io.bowline.registry.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Needed;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.Shop;
import io.bowline.registry.platform.RandomNames;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Somebody is killed, or power lost, before one operation on the disk after the other. What tags
/// point at is whole then; a collection afterwards leaves what tags need, and nothing else; and the
/// same can be done again.
class KilledAnywhereTest {
  private static final byte[] BASE = "base".getBytes(UTF_8);
  private static final Path ROOT = Path.of("/registry");

  /// What somebody does with a registry.
  @FunctionalInterface
  private interface Deed {
    void in(RegistryFolder registry) throws IOException;
  }

  @Test
  void aPusherLeavesNothingHalfAndNothingForEver() throws IOException {
    killedAnywhere(registry -> {}, KilledAnywhereTest::push);
  }

  @Test
  void whoRemovesLeavesNothingHalfAndNothingForEver() throws IOException {
    killedAnywhere(KilledAnywhereTest::push, KilledAnywhereTest::remove);
  }

  @Test
  void aCollectorLeavesNothingHalfAndNothingForEver() throws IOException {
    killedAnywhere(
        registry -> {
          push(registry);
          litter(registry);
        },
        KilledAnywhereTest::collect);
  }

  /// An image that is signed, with a list about the signature, and an index.
  private static void push(RegistryFolder registry) throws IOException {
    Shop.Blob base = new Shop(registry.repository("acme/base")).blob(BASE);
    Repository app = registry.repository("acme/app");
    assertThat(app.mount(base.digest(), "acme/base")).isTrue();
    Shop shop = new Shop(app);
    Shop.Blob config = shop.blob("{}".getBytes(UTF_8));
    Digest image = shop.image(List.of(config, base), Optional.empty(), "v1", "latest");
    Digest signature = shop.image(List.of(config), Optional.of(image));
    Shop.Blob list = shop.blob("what is in it".getBytes(UTF_8));
    shop.image(List.of(config, list), Optional.of(signature), "list");
    shop.index(List.of(shop.image("child")), "all");
  }

  private static void remove(RegistryFolder registry) throws IOException {
    Repository app = registry.repository("acme/app");
    Optional<Digest> image = app.tagged("v1");
    if (image.isPresent()) {
      List<Digest> signatures = new ArrayList<>();
      app.referrers(image.get(), "", (digest, text) -> signatures.add(digest));
      for (Digest signature : signatures) {
        app.dropManifest(signature, image);
      }
    }
    app.dropTag("all");
    registry.repository("acme/base").dropBlob(Digest.of(BASE));
  }

  /// What a collection takes away.
  private static void litter(RegistryFolder registry) throws IOException {
    Shop shop = new Shop(registry.repository("acme/app"));
    Digest moved = shop.image("moved", "moving");
    shop.image(List.of(shop.blob(new byte[5])), Optional.of(moved));
    shop.image("moved on", "moving");
    shop.image(List.of(shop.blob(new byte[6])), Optional.of(Digest.of(new byte[7])));
    new Shop(registry.repository("acme/other")).blob(new byte[8]);
    try (Upload upload = registry.repository("acme/other").begin(Digest.Algorithm.SHA256)) {
      upload.append(new ByteArrayInputStream(new byte[9]), 9);
    }
  }

  private static void collect(RegistryFolder registry) throws IOException {
    Order all = new Order(Instant.now(), Instant.MAX, Instant.MAX, false, Needed.nothing());
    assertThat(registry.collect(all).orElseThrow().skipped()).isEmpty();
  }

  private static void killedAnywhere(Deed before, Deed deed) throws IOException {
    boolean survived = false;
    int operation = 0;
    while (!survived) {
      operation++;
      ForgetfulDisk disk = new ForgetfulDisk();
      before.in(open(disk));
      disk.losePowerBefore(operation);
      survived = survives(disk, deed);
      ForgetfulDisk forgetful = disk.powered(null);
      ForgetfulDisk moody = disk.powered(new Random(operation));
      disk.goOn();
      collectsAndGoesOn(disk, deed, "killed before operation " + operation);
      collectsAndGoesOn(forgetful, deed, "power lost before operation " + operation);
      collectsAndGoesOn(moody, deed, "some of it lost before operation " + operation);
    }
    assertThat(operation).isGreaterThan(15);
  }

  private static boolean survives(ForgetfulDisk disk, Deed deed) throws IOException {
    try {
      deed.in(open(disk));
      return true;
    } catch (ForgetfulDisk.PowerLost e) {
      return false;
    }
  }

  private static void collectsAndGoesOn(ForgetfulDisk disk, Deed deed, String when)
      throws IOException {
    FolderByLayout layout = new FolderByLayout(disk, ROOT);
    layout.hasWhatTagsReach(when);
    collect(open(disk));
    layout.isExactlyWhatTagsReach(when);
    deed.in(open(disk));
    layout.hasWhatTagsReach(when + ", done again");
    collect(open(disk));
    layout.isExactlyWhatTagsReach(when + ", done again");
  }

  private static RegistryFolder open(Disk disk) throws IOException {
    return RegistryFolder.open(disk, ROOT, new RandomNames());
  }
}

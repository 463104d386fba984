package io.bowline.registry.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Blob;
import io.bowline.registry.storage.ManifestPush;
import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Storage;
import io.bowline.registry.storage.StoredManifest;
import io.bowline.registry.storage.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Power is lost before each file operation of a push in turn, and each time the disk keeps another
/// part of what was not forced.
class PowerLossTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final Path ROOT = Path.of("/registry");
  private static final byte[] LAYER = "a layer of an image".repeat(10).getBytes(UTF_8);
  private static final byte[] CONFIG = "{}".getBytes(UTF_8);
  private static final byte[] MANIFEST = "{\"a\":\"manifest\"}".getBytes(UTF_8);
  private static final byte[] SIGNATURE = "{\"its\":\"signature\"}".getBytes(UTF_8);

  /// What the pusher was told is done.
  private enum Told {
    LAYER_PUSHED,
    MOUNTED,
    TAGGED,
    SIGNED
  }

  @Test
  void whateverIsVisibleAfterLosingPowerIsWholeAndWhatWasAnsweredIsThere() throws IOException {
    ForgetfulDisk whole = new ForgetfulDisk();
    push(whole, new ArrayList<>());
    int operations = whole.operations();
    assertThat(operations).isGreaterThan(40);
    for (int failsBefore = 1; failsBefore <= operations; failsBefore++) {
      for (int whim = 0; whim < 12; whim++) {
        ForgetfulDisk disk = new ForgetfulDisk();
        disk.losePowerBefore(failsBefore);
        List<Told> told = new ArrayList<>();
        try {
          push(disk, told);
        } catch (ForgetfulDisk.PowerLost e) {
          assertThat(told).hasSizeLessThanOrEqualTo(Told.values().length);
        }
        ForgetfulDisk back =
            disk.powered(whim == 0 ? null : new Random(whim * 1_000L + failsBefore));
        check(back, told, "power lost before operation " + failsBefore + ", whim " + whim);
        push(back, new ArrayList<>());
        check(back, List.of(Told.values()), "pushed again after " + failsBefore);
      }
    }
  }

  @Test
  void aManifestRemovedBeforeLosingPowerLeavesNoTagWithoutManifest() throws IOException {
    ForgetfulDisk whole = new ForgetfulDisk();
    push(whole, new ArrayList<>());
    whole.goOn();
    open(whole).repository("app").dropManifest(Digest.of(MANIFEST), Optional.empty());
    int operations = whole.operations();
    for (int failsBefore = 1; failsBefore <= operations + 1; failsBefore++) {
      for (int whim = 0; whim < 12; whim++) {
        ForgetfulDisk disk = new ForgetfulDisk();
        push(disk, new ArrayList<>());
        Repository app = open(disk).repository("app");
        disk.losePowerBefore(failsBefore);
        try {
          app.dropManifest(Digest.of(MANIFEST), Optional.empty());
          assertThat(failsBefore).isGreaterThan(operations);
        } catch (ForgetfulDisk.PowerLost e) {
          assertThat(failsBefore).isLessThanOrEqualTo(operations);
        }
        ForgetfulDisk back =
            disk.powered(whim == 0 ? null : new Random(whim * 1_000L + failsBefore));
        Repository after = open(back).repository("app");
        for (String tag : after.tags("", 100)) {
          assertThat(after.manifest(after.tagged(tag).orElseThrow())).as(tag).isPresent();
        }
      }
    }
  }

  private static Storage open(ForgetfulDisk disk) throws IOException {
    return RegistryFolder.open(disk, ROOT, () -> "name-of-upload-" + NAMES.incrementAndGet());
  }

  private static void push(ForgetfulDisk disk, List<Told> told) throws IOException {
    Storage registry = open(disk);
    Repository base = registry.repository("base");
    upload(base, LAYER);
    told.add(Told.LAYER_PUSHED);
    Repository app = registry.repository("app");
    assertThat(app.mount(Digest.of(LAYER), "base")).isTrue();
    told.add(Told.MOUNTED);
    upload(app, CONFIG);
    Digest manifest = Digest.of(MANIFEST);
    app.keep(
        new ManifestPush(
            manifest,
            "text/x",
            List.of(Digest.of(LAYER), Digest.of(CONFIG)),
            Optional.empty(),
            List.of("v1")),
        MANIFEST);
    told.add(Told.TAGGED);
    app.keep(
        new ManifestPush(
            Digest.of(SIGNATURE),
            "text/x",
            List.of(),
            Optional.of(new ManifestPush.Referrer(manifest, "{}")),
            List.of()),
        SIGNATURE);
    told.add(Told.SIGNED);
  }

  private static void upload(Repository repository, byte[] bytes) throws IOException {
    int half = bytes.length / 2;
    String id;
    try (Upload upload = repository.begin(Digest.Algorithm.SHA256)) {
      id = upload.id();
      upload.append(new ByteArrayInputStream(bytes, 0, half), 1_000);
    }
    var opening = (Opening.Held) repository.open(id);
    try (Upload upload = opening.upload()) {
      upload.append(new ByteArrayInputStream(bytes, half, bytes.length - half), 1_000);
      assertThat(upload.commit(Digest.of(bytes))).isTrue();
    }
  }

  private static void check(ForgetfulDisk disk, List<Told> told, String when) throws IOException {
    Storage registry = open(disk);
    Repository base = registry.repository("base");
    Repository app = registry.repository("app");
    whole(base.blob(Digest.of(LAYER)), LAYER, told.contains(Told.LAYER_PUSHED), when);
    whole(app.blob(Digest.of(LAYER)), LAYER, told.contains(Told.MOUNTED), when);
    whole(app.blob(Digest.of(CONFIG)), CONFIG, told.contains(Told.TAGGED), when);
    whole(
        app.manifest(Digest.of(MANIFEST)).map(StoredManifest::content),
        MANIFEST,
        told.contains(Told.TAGGED),
        when);
    Optional<Digest> tagged = app.tagged("v1");
    assertThat(tagged.isPresent() || !told.contains(Told.TAGGED)).as(when).isTrue();
    if (tagged.isPresent()) {
      assertThat(app.manifest(tagged.get())).as(when).isPresent();
    }
    Optional<StoredManifest> signature = app.manifest(Digest.of(SIGNATURE));
    assertThat(signature.isPresent() || !told.contains(Told.SIGNED)).as(when).isTrue();
    List<Digest> referrers = new ArrayList<>();
    app.referrers(Digest.of(MANIFEST), "", (digest, descriptor) -> referrers.add(digest));
    assertThat(referrers).as(when).hasSize(signature.isPresent() ? 1 : 0);
  }

  private static void whole(Optional<Blob> blob, byte[] bytes, boolean told, String when)
      throws IOException {
    assertThat(blob.isPresent() || !told).as(when).isTrue();
    if (blob.isPresent()) {
      try (InputStream in = blob.get().open(0)) {
        assertThat(in.readAllBytes()).as(when).isEqualTo(bytes);
      }
    }
  }
}

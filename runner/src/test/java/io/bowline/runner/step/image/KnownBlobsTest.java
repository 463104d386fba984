package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.Fault;
import io.bowline.runner.step.image.TestImages.Blob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What one run of the runner brought is mounted in the next.
@Timeout(120)
class KnownBlobsTest extends BetweenRegistries {
  private static final TransferTerms TERMS =
      new TransferTerms(
          16, 8, 4, 1 << 20, Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ofSeconds(2));

  /// As a new process would: only the folder is the same.
  private Checkpoints notes() {
    return Checkpoints.in(folder.resolve("notes"), Clock.systemUTC());
  }

  private TransferReport copy(String repository) throws InterruptedException {
    return new ImageTransfer(
            new RegistryAccess(source.address(), TestImages.CLIENT, Optional.empty()),
            new RegistryAccess(target.address(), TestImages.CLIENT, Optional.empty()),
            TERMS,
            new Random(1),
            Clock.systemUTC(),
            notes())
        .copy(List.of(new ImageCopy(repository, "1", repository, Optional.of("1"))), _ -> {});
  }

  private KnownBlobs known() {
    return notes().blobs(target.address().getAuthority());
  }

  private long fetched(Blob blob) {
    return source.log().count("GET", "/blobs/" + blob.digest());
  }

  @Test
  void aBlobOfAnEarlierRunIsMountedIntoAnotherRepositoryAndNotSentAgain() throws Exception {
    Blob shared = images.blob(300_000);
    images.image("acme/one", "1", List.of(shared));
    Digest two = images.image("acme/two", "1", List.of(shared));
    assertThat(copy("acme/one").complete()).isTrue();
    assertThat(copy("acme/two").complete()).isTrue();

    assertThat(fetched(shared)).isEqualTo(1);
    arrived.assertWhole("acme/two", "1", two);
  }

  @Test
  void whatTheRegistryHasNoLongerIsSentAndKnownAnew() throws Exception {
    Blob layer = images.blob(300_000);
    Digest digest = images.image("acme/two", "1", List.of(layer));
    KnownBlobs wrong = known();
    wrong.note(descriptor(layer), "acme/gone");
    wrong.save();
    assertThat(known().find(layer.digest())).contains("acme/gone");

    assertThat(copy("acme/two").complete()).isTrue();

    arrived.assertWhole("acme/two", "1", digest);
    assertThat(known().find(layer.digest())).contains("acme/two");
  }

  @Test
  void aRegistryThatSaysItMountedABlobAndDidNotGetsIt() throws Exception {
    Blob layer = images.blob(300_000);
    Digest digest = images.image("acme/two", "1", List.of(layer));
    KnownBlobs wrong = known();
    wrong.note(descriptor(layer), "acme/gone");
    wrong.save();
    target
        .faults()
        .on("POST", "mount=" + layer.digest(), 1, new Fault.Answer(201, Optional.empty()));

    assertThat(copy("acme/two").complete()).isTrue();

    arrived.assertWhole("acme/two", "1", digest);
  }

  @Test
  void theOldestAreForgottenAndADamagedFileIsNone() throws Exception {
    KnownBlobs known = known();
    for (int i = 0; i < 5000; i++) {
      known.note(descriptor(i), "acme/r" + i % 7);
    }
    known.save();

    assertThat(known().find(descriptor(0).digest())).isEmpty();
    assertThat(known().find(descriptor(4999).digest())).contains("acme/r" + 4999 % 7);
    Path file;
    try (var files = Files.list(folder.resolve("notes/blobs"))) {
      file = files.findFirst().orElseThrow();
    }
    assertThat(Files.size(file)).isLessThan(1 << 20);
    for (String damaged : List.of("", "{", "[]", "{\"format\":1,\"blobs\":{\"x\":\"../../y\"}}")) {
      Files.writeString(file, damaged);
      assertThat(known().find(descriptor(4999).digest())).isEmpty();
    }
  }

  private static Manifest.Descriptor descriptor(Blob blob) {
    return descriptor(blob.digest());
  }

  private static Manifest.Descriptor descriptor(int i) {
    return descriptor(Digest.of(("" + i).getBytes(StandardCharsets.UTF_8)));
  }

  private static Manifest.Descriptor descriptor(Digest digest) {
    return new Manifest.Descriptor("t", digest, 300_000, false, Optional.empty(), Optional.empty());
  }
}

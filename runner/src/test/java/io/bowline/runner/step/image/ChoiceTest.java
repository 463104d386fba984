package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.Fault;
import io.bowline.runner.step.image.TestImages.Blob;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which parts of an image are copied.
@Timeout(60)
class ChoiceTest extends BetweenRegistries {
  private CopyResult copy(Choice choice) throws Exception {
    var terms =
        new TransferTerms(
            16, 8, 2, 1 << 20, Duration.ofSeconds(20), Duration.ofMillis(1), Duration.ofMillis(99));
    return new ImageTransfer(
            new RegistryAccess(source.address(), TestImages.CLIENT, Optional.empty()),
            new RegistryAccess(target.address(), TestImages.CLIENT, Optional.empty()),
            terms.choosing(choice),
            new Random(1),
            Clock.systemUTC())
        .copy(List.of(new ImageCopy("acme/broker", "1", "acme/broker", Optional.of("1"))), _ -> {})
        .results()
        .getFirst();
  }

  private static Choice only(String... platforms) {
    return new Choice(Set.of(platforms), Choice.Foreign.REFUSE);
  }

  private List<Manifest.Descriptor> children(Digest index) throws Exception {
    byte[] bytes = images.manifest("acme/broker", index.toString()).body();
    return Manifest.read(bytes, Manifest.OCI_INDEX).children();
  }

  private int status(Digest digest) throws Exception {
    return arrived.manifest("acme/broker", digest.toString()).statusCode();
  }

  @Test
  void onePlatformKeepsTheDigestOfTheIndexAndLeavesTheOtherOut() throws Exception {
    Digest index = images.index("acme/broker", "1", List.of(images.blob(10)));
    assertThat(copy(only("linux/arm64"))).isInstanceOf(CopyResult.Copied.class);
    assertThat(Digest.of(arrived.manifest("acme/broker", "1").body())).isEqualTo(index);
    for (Manifest.Descriptor child : children(index)) {
      boolean arm = child.platform().equals(Optional.of("linux/arm64"));
      assertThat(status(child.digest())).isEqualTo(arm ? 200 : 404);
    }
  }

  @Test
  void aRegistryThatWantsAllPartsGetsAll() throws Exception {
    Digest index = images.index("acme/broker", "1", List.of(images.blob(10)));
    target.faults().on("PUT", "/manifests/1", 1, new Fault.Answer(400, Optional.empty()));
    assertThat(copy(only("linux/arm64"))).isInstanceOf(CopyResult.Copied.class);
    arrived.assertWhole("acme/broker", "1", index);
  }

  @Test
  void anImageForNoneOfThemIsRefusedWithThoseItIsFor() throws Exception {
    images.index("acme/broker", "1", List.of(images.blob(10)));
    assertThat(copy(only("windows/amd64")))
        .isInstanceOfSatisfying(
            CopyResult.Refused.class,
            refused -> assertThat(refused.reason()).contains("linux/amd64", "linux/arm64"));
    assertThat(arrived.manifest("acme/broker", "1").statusCode()).isEqualTo(404);
  }

  @Test
  void aVariantBelongsToItsPlatformAndAnAttestationToWhatItAttests() throws Exception {
    String index =
        """
        {"schemaVersion": 2, "mediaType": "%s", "manifests": [
          {"mediaType": "%2$s", "digest": "%3$s", "size": 1,
           "platform": {"os": "linux", "architecture": "arm", "variant": "v7"}},
          {"mediaType": "%2$s", "digest": "%4$s", "size": 1,
           "platform": {"os": "linux", "architecture": "arm64"}},
          {"mediaType": "%2$s", "digest": "%5$s", "size": 1,
           "platform": {"os": "unknown", "architecture": "unknown"},
           "annotations": {"vnd.docker.reference.digest": "%3$s"}},
          {"mediaType": "%2$s", "digest": "%6$s", "size": 1,
           "platform": {"os": "unknown", "architecture": "unknown"},
           "annotations": {"vnd.docker.reference.digest": "%4$s"}}]}
        """
            .formatted(
                Manifest.OCI_INDEX,
                Manifest.OCI_MANIFEST,
                digest("v7"),
                digest("arm64"),
                digest("about v7"),
                digest("about arm64"));
    Manifest manifest = Manifest.read(index.getBytes(StandardCharsets.UTF_8), Manifest.OCI_INDEX);
    assertThat(manifest.children(only("linux/arm")).stream().map(Manifest.Descriptor::digest))
        .containsExactly(digest("v7"), digest("about v7"));
    assertThat(manifest.children(Choice.everything())).hasSize(4);
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void foreignLayersAreCopiedOrLeftAsThePolicySays() throws Exception {
    Blob own = images.blob(10);
    Blob foreign = images.blob(20);
    images.pushBlob("acme/broker", own);
    images.pushBlob("acme/broker", foreign);
    byte[] manifest =
        """
        {"schemaVersion": 2, "mediaType": "%s", "config": %s, "layers": [
          {"mediaType": "application/vnd.oci.image.layer.nondistributable.v1.tar", "digest": "%s",
           "size": 20, "urls": ["https://elsewhere.example/x"]}]}
        """
            .formatted(
                Manifest.OCI_MANIFEST,
                own.descriptor("application/vnd.oci.image.config.v1+json"),
                foreign.digest())
            .getBytes(StandardCharsets.UTF_8);
    images.push("acme/broker", "1", Manifest.OCI_MANIFEST, manifest);
    assertThat(copy(Choice.everything()))
        .isInstanceOfSatisfying(
            CopyResult.Refused.class,
            refused -> assertThat(refused.reason()).contains("bowline.registry.foreign-layers"));
    assertThat(copy(new Choice(Set.of(), Choice.Foreign.LEAVE)))
        .isInstanceOf(CopyResult.Copied.class);
    assertThat(arrived.blob("acme/broker", foreign.digest()).statusCode()).isEqualTo(404);
    images.push(
        "acme/broker",
        "1",
        Manifest.OCI_MANIFEST,
        (new String(manifest, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8));
    assertThat(copy(new Choice(Set.of(), Choice.Foreign.COPY)))
        .isInstanceOf(CopyResult.Copied.class);
    assertThat(arrived.blob("acme/broker", foreign.digest()).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNoPlatformIsRefused() {
    assertThatThrownBy(() -> only("amd64"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("linux/amd64");
  }
}

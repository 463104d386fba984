package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.http.Fault;
import io.bowline.runner.step.image.TestImages.Blob;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Signatures, bills of materials and provenance travel with an image.
@Timeout(60)
class CompanionsTest extends BetweenRegistries {
  private static final TransferTerms TERMS =
      new TransferTerms(
          16, 8, 2, 1 << 20, Duration.ofSeconds(20), Duration.ofMillis(1), Duration.ofMillis(100));
  private static final Fault NOT_THERE = new Fault.Answer(404, Optional.empty());

  private CopyResult copy() throws Exception {
    return new ImageTransfer(
            new RegistryAccess(source.address(), TestImages.CLIENT, Optional.empty()),
            new RegistryAccess(target.address(), TestImages.CLIENT, Optional.empty()),
            TERMS,
            new Random(1),
            Clock.systemUTC())
        .copy(
            List.of(new ImageCopy("acme/broker", "1", "mirror/broker", Optional.of("1"))), _ -> {})
        .results()
        .getFirst();
  }

  /// Something about a manifest, with a blob of its own.
  private Digest attach(Digest subject, String type) throws Exception {
    byte[] bytes = about(subject, type);
    images.push("acme/broker", Digest.of(bytes).toString(), Manifest.OCI_MANIFEST, bytes);
    return Digest.of(bytes);
  }

  private byte[] about(Digest subject, String type) throws Exception {
    Blob empty = new Blob("{}".getBytes(StandardCharsets.UTF_8));
    Blob content = images.blob(500);
    images.pushBlob("acme/broker", empty);
    images.pushBlob("acme/broker", content);
    return """
    {"schemaVersion": 2, "mediaType": "%s", "artifactType": "%s", "config": %s, "layers": [%s],
     "subject": {"mediaType": "%s", "digest": "%s", "size": 1},
     "annotations": {"by": "test"}}
    """
        .formatted(
            Manifest.OCI_MANIFEST,
            type,
            empty.descriptor("application/vnd.oci.empty.v1+json"),
            content.descriptor(type),
            Manifest.OCI_MANIFEST,
            subject)
        .getBytes(StandardCharsets.UTF_8);
  }

  private Digest firstChild(Digest index) throws Exception {
    byte[] bytes = images.manifest("acme/broker", index.toString()).body();
    return Manifest.read(bytes, Manifest.OCI_INDEX).children().getFirst().digest();
  }

  private List<String> referrers(Digest subject) throws Exception {
    return digests(arrived.get("mirror/broker/referrers/" + subject));
  }

  private static List<String> digests(HttpResponse<byte[]> answer) throws Exception {
    var digests = new ArrayList<String>();
    for (JsonNode one : new ObjectMapper().readTree(answer.body()).path("manifests")) {
      digests.add(one.path("digest").asText());
    }
    return digests;
  }

  @Test
  void byTheReferrersApiAlsoThoseOfAPlatformAndOfASignatureItself() throws Exception {
    Digest image = images.index("acme/broker", "1", List.of(images.blob(10)));
    Digest child = firstChild(image);
    Digest sbom = attach(image, "application/spdx+json");
    Digest ofChild = attach(child, "application/vnd.in-toto+json");
    Digest ofSbom = attach(sbom, "application/vnd.example.signature");
    assertThat(copy())
        .isInstanceOfSatisfying(
            CopyResult.Copied.class,
            copied -> {
              assertThat(copied.digest()).isEqualTo(image);
              assertThat(copied.without()).isEmpty();
              assertThat(copied.with())
                  .allMatch(one -> one.bytes() > 500 && one.bytes() < 2000)
                  .extracting(one -> one.kind() + " " + one.digest())
                  .containsExactlyInAnyOrder(
                      "SPDX " + sbom, "IN_TOTO " + ofChild, "OTHER " + ofSbom);
            });
    assertThat(referrers(image)).containsExactly(sbom.toString());
    assertThat(referrers(child)).containsExactly(ofChild.toString());
    assertThat(referrers(sbom)).containsExactly(ofSbom.toString());
    arrived.assertWhole("mirror/broker", ofSbom.toString(), ofSbom);
    arrived.assertWhole("mirror/broker", "1", image);
  }

  @Test
  void byTagsWhereTheRegistryHasNoApiAndOneThatFailsKeepsNothingElse() throws Exception {
    source.faults().always("GET", "/referrers/", NOT_THERE);
    Digest image = images.image("acme/broker", "1", List.of(images.blob(10)));
    Digest sbom = attach(image, "application/spdx+json");
    String standIn = "sha256-" + image.hex();
    images.push(
        "acme/broker",
        standIn,
        Manifest.OCI_INDEX,
        """
        {"schemaVersion": 2, "mediaType": "%s",
         "manifests": [{"mediaType": "%s", "digest": "%s", "size": 1}]}
        """
            .formatted(Manifest.OCI_INDEX, Manifest.OCI_MANIFEST, sbom)
            .getBytes(StandardCharsets.UTF_8));
    Digest cosign = images.image("acme/broker", standIn + ".sig", List.of(images.blob(30)));
    target.faults().always("PUT", "/manifests/" + sbom, new Fault.Answer(500, Optional.empty()));
    assertThat(copy())
        .isInstanceOfSatisfying(
            CopyResult.Copied.class,
            copied ->
                assertThat(copied.without())
                    .singleElement()
                    .asString()
                    .contains(sbom.toString(), "500"));
    target.faults().clear();
    arrived.assertWhole("mirror/broker", "1", image);
    arrived.assertWhole("mirror/broker", standIn + ".sig", cosign);
  }

  @Test
  void aTargetWithoutTheApiGetsTheTagThatStandsInForIt() throws Exception {
    // an artifact that names no subject is what such a target sees: it says nothing of a subject
    source.faults().always("GET", "/referrers/", NOT_THERE);
    Digest image = images.image("acme/broker", "1", List.of(images.blob(10)));
    Digest plain = images.image("acme/broker", "sbom", List.of(images.blob(20)));
    Digest other = images.image("acme/broker", "other", List.of(images.blob(21)));
    String standIn = "sha256-" + image.hex();
    String list =
        """
        {"schemaVersion": 2, "mediaType": "%s",
         "manifests": [{"mediaType": "%s", "digest": "%s", "size": 1}]}
        """;
    images.push(
        "acme/broker",
        standIn,
        Manifest.OCI_INDEX,
        list.formatted(Manifest.OCI_INDEX, Manifest.OCI_MANIFEST, plain)
            .getBytes(StandardCharsets.UTF_8));
    arrived.push(
        "mirror/broker",
        standIn,
        Manifest.OCI_INDEX,
        list.formatted(Manifest.OCI_INDEX, Manifest.OCI_MANIFEST, other)
            .getBytes(StandardCharsets.UTF_8));
    assertThat(copy()).isInstanceOf(CopyResult.Copied.class);
    assertThat(digests(arrived.manifest("mirror/broker", standIn)))
        .containsExactly(other.toString(), plain.toString());
    arrived.assertWhole("mirror/broker", plain.toString(), plain);
  }

  @Test
  void whoFindsTheTagFindsTheSignatureToo() throws Exception {
    Digest image = images.index("acme/broker", "1", List.of(images.blob(10)));
    Digest sbom = attach(image, "application/spdx+json");
    target.faults().always("PUT", "/manifests/1", new Fault.Answer(500, Optional.empty()));
    assertThat(copy()).isInstanceOf(CopyResult.Failed.class);
    assertThat(referrers(image)).containsExactly(sbom.toString());
    target.faults().clear();
    assertThat(copy()).isInstanceOf(CopyResult.Copied.class);
  }

  @Test
  void aRegistryThatLiesAboutThemDoesNotKeepTheImage() throws Exception {
    Digest image = images.image("acme/broker", "1", List.of(images.blob(10)));
    Digest sbom = attach(image, "application/spdx+json");
    source.faults().always("GET", "/manifests/" + sbom, new Fault.WrongBytes());
    assertThat(copy())
        .isInstanceOfSatisfying(
            CopyResult.Copied.class,
            copied ->
                assertThat(copied.without())
                    .singleElement()
                    .asString()
                    .contains(sbom.toString(), "delivers a manifest"));
    arrived.assertWhole("mirror/broker", "1", image);
    assertThat(referrers(image)).isEmpty();
  }

  @Test
  void thoseThatReferToThemselvesOrInACircleAreBroughtOnce() throws Exception {
    source.faults().always("GET", "/referrers/", new Fault.Answer(404, Optional.empty()));
    Digest image = images.image("acme/broker", "1", List.of(images.blob(10)));
    Digest sbom = attach(image, "application/spdx+json");
    standIn(image, image, sbom);
    standIn(sbom, image, sbom);
    assertThat(copy()).isInstanceOf(CopyResult.Copied.class);
    arrived.assertWhole("mirror/broker", "1", image);
    assertThat(referrers(image)).containsExactly(sbom.toString());
    assertThat(target.log().count("PUT", "/manifests/" + sbom)).isEqualTo(1);
  }

  /// The tag that says what refers to a manifest, where there is no API.
  private void standIn(Digest subject, Digest... referring) throws Exception {
    String entries =
        Stream.of(referring)
            .map(one ->
                "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1}"
                    .formatted(Manifest.OCI_MANIFEST, one))
            .collect(Collectors.joining(","));
    byte[] index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(Manifest.OCI_INDEX, entries)
            .getBytes(StandardCharsets.UTF_8);
    images.push("acme/broker", "sha256-" + subject.hex(), Manifest.OCI_INDEX, index);
  }

  @Test
  void anUnchangedImageIsNotAskedAboutAgain() throws Exception {
    Digest image = images.image("acme/broker", "1", List.of(images.blob(10)));
    attach(image, "application/spdx+json");
    copy();
    long before = source.log().count("GET", "");
    assertThat(copy()).isInstanceOf(CopyResult.Unchanged.class);
    assertThat(source.log().count("GET", "")).isEqualTo(before);
  }
}

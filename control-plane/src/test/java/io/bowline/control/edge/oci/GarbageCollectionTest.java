package io.bowline.control.edge.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.artifact.GarbageCollection.Outcome;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Report;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The control plane throws away what neither a tag nor a release needs.
class GarbageCollectionTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private final String area = "gc-" + UUID.randomUUID();
  @TempDir private Path home;
  private ArtifactBench bench;
  private HttpClient http;

  @BeforeEach
  void start() throws Exception {
    bench = new ArtifactBench(home);
    http = bench.client(Optional.empty());
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void releasesAndTheirImagesStayWithoutATagAndTheRestGoesAfterTheGrace() throws Exception {
    Digest release = image("release", "release");
    Digest image = image("image", "image");
    Digest tagged = image("image", "tagged", "v1");
    Digest nobodys = image("image", "nobody's");
    bench.release("product-" + area, release, area + "/release", image, area + "/image");
    Report young = collected(false);
    assertThat(young.manifests()).isZero();
    assertThat(there("image", nobodys)).isTrue();

    bench.clock.advance(Duration.ofDays(4));
    Report planned = collected(true);
    assertThat(planned.named()).containsExactly(new Report.Removed(area + "/image", nobodys));
    assertThat(collected(false).contents()).isEqualTo(planned.contents());
    assertThat(there("release", release)).isTrue();
    assertThat(there("image", image)).isTrue();
    assertThat(there("image", tagged)).isTrue();
    assertThat(there("image", nobodys)).isFalse();
    assertThat(bench.garbage.last().orElseThrow().dryRun()).isFalse();
  }

  @Test
  void theAuditSaysWhoCollectedAndHowMuchWentAway() throws Exception {
    Digest nobodys = image("image", "nobody's");
    bench.clock.advance(Duration.ofDays(4));
    assertThat(bench.garbage.collectWithin(Duration.ofMinutes(2), false, "staff/" + area))
        .isInstanceOf(Outcome.Collected.class);
    List<ChainLink> links =
        bench.transactions.inOrg(
            Audit.VENDOR,
            tx -> new Audit(new AuditChainStore()).before(tx, Audit.VENDOR, Long.MAX_VALUE, 1_000));
    ChainLink told =
        links.stream()
            .filter(link -> link.entry().actor().equals("staff/" + area))
            .findFirst()
            .orElseThrow();
    assertThat(told.entry().action()).isEqualTo("registry.collect");
    assertThat(told.entry().detail()).contains("\"manifests\"");
    assertThat(there("image", nobodys)).isFalse();
  }

  private Report collected(boolean dryRun) throws Exception {
    return ((Outcome.Collected) bench.garbage.collect(dryRun, "system")).report();
  }

  private boolean there(String name, Digest digest) throws Exception {
    return send("GET", "/v2/" + area + "/" + name + "/manifests/" + digest, new byte[0]) == 200;
  }

  /// Pushes an image of one layer, by its digest when no tag is given.
  private Digest image(String name, String layer, String... tag) throws Exception {
    byte[] bytes = layer.getBytes(UTF_8);
    String repository = "/v2/" + area + "/" + name;
    String upload = repository + "/blobs/uploads/?digest=" + Digest.of(bytes);
    assertThat(send("POST", upload, bytes)).isEqualTo(201);
    String blob =
        "{\"mediaType\":\"x/y\",\"size\":%d,\"digest\":\"%s\"}"
            .formatted(bytes.length, Digest.of(bytes));
    byte[] manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(MANIFEST, blob, blob)
            .getBytes(UTF_8);
    Digest digest = Digest.of(manifest);
    String reference = tag.length == 0 ? digest.toString() : tag[0];
    assertThat(send("PUT", repository + "/manifests/" + reference, manifest)).isEqualTo(201);
    return digest;
  }

  private int send(String method, String path, byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(bench.address() + path))
            .header("Authorization", "Bearer " + bench.publisher)
            .header("Content-Type", path.contains("/manifests/") ? MANIFEST : "x/y")
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    return response.statusCode();
  }
}

package io.bowline.control.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.Scope;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.Transactions;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Collecting;
import io.bowline.registry.collect.Order;
import io.bowline.registry.storage.ManifestPush;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Upload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A collection of the registry's garbage as an operator asks for it.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class CollectionApiTest {
  private static final String COLLECTIONS = "/api/v1/registry/collections";
  private static final String DRY = "{\"dryRun\":true}";
  private static final String REAL = "{\"dryRun\":false}";
  private final String area = "gc-" + UUID.randomUUID();

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Collecting storage;
  @Inject DataFolder data;
  @Inject Transactions transactions;
  private TestCaller staff;

  @BeforeEach
  void connect() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
  }

  @Test
  void aDryRunTellsAndARealOneRemovesAndBothStandInTheAudit() throws IOException {
    byte[] layer = ("layer of " + area).getBytes(UTF_8);
    Digest nobodys = image(layer, List.of());
    Digest tagged = image(layer, List.of("v1"));
    age(List.of(nobodys, tagged, Digest.of(layer)));

    JsonNode planned = collected(DRY);
    assertThat(planned.path("dryRun").asBoolean()).isTrue();
    assertThat(there(nobodys)).isTrue();
    age(List.of(nobodys));
    JsonNode done = collected(REAL);
    assertThat(there(nobodys)).isFalse();
    assertThat(there(tagged)).isTrue();
    assertThat(storage.repository(area).blob(Digest.of(layer))).isPresent();
    for (JsonNode report : List.of(planned, done)) {
      assertThat(report.path("state").asText()).isEqualTo("collected");
      assertThat(report.path("manifests").asLong()).isPositive();
      assertThat(report.path("contents").asLong()).isPositive();
      assertThat(report.path("bytes").asLong()).isPositive();
      assertThat(report.path("remainingBytes").asLong()).isPositive();
      assertThat(report.at("/kept/tagged").asLong()).isPositive();
      assertThat(report.path("removed").toString()).contains(area, nobodys.toString());
      assertThat(report.path("removed").toString()).doesNotContain(tagged.toString());
      assertThat(report.has("blobLinks") && report.has("uploads") && report.has("skipped"))
          .isTrue();
    }
    assertThat(entries()).anyMatch(detail -> detail.contains("\"dryRun\":true"));
    assertThat(entries()).anyMatch(detail -> detail.contains("\"dryRun\":false"));
  }

  @Test
  void whileAnotherCollectsItIsRefusedWithTheReason() throws IOException {
    image(area.getBytes(UTF_8), List.of("v1"));
    List<Answer> meanwhile = new ArrayList<>();
    Instant now = Instant.now();
    Instant longAgo = now.minus(Duration.ofDays(30));
    Order order =
        new Order(
            now,
            longAgo,
            longAgo,
            true,
            repository -> {
              if (meanwhile.isEmpty()) {
                meanwhile.add(staff.post(COLLECTIONS, REAL));
              }
              return Set.of();
            });
    assertThat(storage.collect(order)).isPresent();
    Answer refused = meanwhile.getFirst();
    assertThat(refused.status()).as(refused.raw().body()).isEqualTo(409);
    assertThat(refused.body().path("detail").asText())
        .contains("A collection or a backup of the registry is under way");
  }

  @Test
  void withoutTheScopeAdminItIsRefused() {
    for (Scope scope : EnumSet.complementOf(EnumSet.of(Scope.ADMIN))) {
      TestCaller less = staff.with(owner.with(EnumSet.of(scope)));
      assertThat(less.post(COLLECTIONS, DRY).status()).as(scope.toString()).isEqualTo(403);
    }
    assertThat(staff.with("bwl_nobody").post(COLLECTIONS, DRY).status()).isEqualTo(401);
  }

  private JsonNode collected(String wish) {
    Answer answer = staff.post(COLLECTIONS, wish);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.body();
  }

  private List<String> entries() {
    List<ChainLink> links =
        transactions.inOrg(
            Audit.VENDOR,
            tx -> new Audit(new AuditChainStore()).before(tx, Audit.VENDOR, Long.MAX_VALUE, 1_000));
    return links.stream()
        .map(ChainLink::entry)
        .filter(entry -> entry.action().equals("registry.collect"))
        .map(entry -> entry.detail())
        .toList();
  }

  private boolean there(Digest manifest) throws IOException {
    return storage.repository(area).manifest(manifest).isPresent();
  }

  /// An image of one layer.
  private Digest image(byte[] layer, List<String> tags) throws IOException {
    Repository repository = storage.repository(area);
    try (Upload upload = repository.begin(Digest.Algorithm.SHA256)) {
      upload.append(new ByteArrayInputStream(layer), layer.length);
      assertThat(upload.commit(Digest.of(layer))).isTrue();
    }
    byte[] manifest =
        "{\"tags\":\"%s\",\"layers\":[{\"digest\":\"%s\"}]}"
            .formatted(tags, Digest.of(layer))
            .getBytes(UTF_8);
    Digest digest = Digest.of(manifest);
    List<Digest> needs = List.of(Digest.of(layer));
    ManifestPush push = new ManifestPush(digest, "x/y", needs, Optional.empty(), tags);
    assertThat(repository.keep(push, manifest)).isEmpty();
    return digest;
  }

  /// What this test has put there counts as not touched for a month.
  private void age(List<Digest> contents) throws IOException {
    Path artifacts = data.root().resolve("artifacts");
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(artifacts.resolve("repositories").resolve(area))) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    for (Digest content : contents) {
      String hex = content.hex();
      files.add(artifacts.resolve("blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex));
    }
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(30)));
    for (Path file : files) {
      Files.setLastModifiedTime(file, longAgo);
    }
  }
}

package io.bowline.control.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.MirroredImage;
import io.bowline.model.release.Release;
import io.bowline.model.release.Reversibility;
import io.bowline.release.cosign.CosignStore;
import io.bowline.release.document.ReleaseDocument;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.Password;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.SigningKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is attached to a release and to its images, as the API's callers meet it.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class AttachmentApiTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String SPDX = "application/spdx+json";
  private static final String HTML = "text/html";

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Catalog catalog;

  private final String product = "acme/" + UUID.randomUUID();
  private final String repository = product + "/image";
  private final SigningKey key = SigningKey.generate();
  private TestCaller anybody;
  private TestCaller staff;
  private RegistryClient registry;
  private Digest part;
  private Digest image;
  private Digest release;

  @BeforeEach
  void aReleaseWithOneImage() throws IOException {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    registry =
        new RegistryClient(
            staff.client(),
            URI.create("https://localhost:" + address.getPort()),
            new Login.Basic("token", Password.of(owner.token())));
    byte[] amd64 = manifest(repository, "", "layer", "x/y", Optional.empty());
    part = put(repository, amd64);
    byte[] statement =
        manifest(repository, "", "built so", "application/vnd.in-toto+json", Optional.empty());
    Digest built = put(repository, statement);
    String entries =
        """
        {"mediaType":"%1$s","digest":"%2$s","size":%3$d,"platform":{"os":"linux","architecture":"amd64"}},
        {"mediaType":"%1$s","digest":"%4$s","size":%5$d,"platform":{"os":"unknown","architecture":"unknown"},
         "annotations":{"vnd.docker.reference.digest":"%2$s"}}\
        """
            .formatted(MANIFEST, part, amd64.length, built, statement.length);
    byte[] index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(INDEX, entries)
            .getBytes(UTF_8);
    image = Digest.of(index);
    registry.putManifest(repository, image.toString(), INDEX, index);
    release = put(product, manifest(product, "", "release " + product, "x/y", Optional.empty()));
    catalog.publish(
        release, product, document(), new String(ReleaseDocument.write(document()), UTF_8), "test");
  }

  private Release document() {
    var common =
        new Component.Common(
            new ComponentName("image"),
            Set.of(),
            Duration.ofMinutes(5),
            Reversibility.REVERSIBLE,
            List.of());
    return new Release(
        product,
        "1.0.0",
        1,
        "",
        List.of(),
        List.of(new Component.Image(common, "broker", Optional.empty())),
        List.of(new MirroredImage("broker", "docker.example/broker:1", repository, image)));
  }

  private byte[] manifest(
      String into, String artifactType, String content, String type, Optional<Digest> subject)
      throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    registry.putBlob(into, bytes);
    registry.putBlob(into, "{}".getBytes(UTF_8));
    String about =
        subject
            .map(of ->
                ",\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1}"
                    .formatted(MANIFEST, of))
            .orElse("");
    return """
    {"schemaVersion":2,"mediaType":"%s","artifactType":"%s",
     "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},
     "layers":[{"mediaType":"%s","digest":"%s","size":%d}]%s}\
    """
        .formatted(
            MANIFEST,
            artifactType,
            Digest.of("{}".getBytes(UTF_8)),
            type,
            Digest.of(bytes),
            bytes.length,
            about)
        .getBytes(UTF_8);
  }

  private Digest put(String into, byte[] manifest) throws IOException {
    registry.putManifest(into, Digest.of(manifest).toString(), MANIFEST, manifest);
    return Digest.of(manifest);
  }

  private Digest attach(Digest subject, String type, String content) throws IOException {
    byte[] manifest = manifest(repository, type, content, type, Optional.of(subject));
    registry.putReferrer(repository, subject, MANIFEST, type, manifest);
    return Digest.of(content.getBytes(UTF_8));
  }

  private static List<String> kinds(Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    List<String> kinds = new ArrayList<>();
    answer.body().path("items").forEach(item -> kinds.add(item.path("kind").asText()));
    return kinds;
  }

  private TestCaller member(String org) {
    Answer made =
        staff.post(
            "/api/v1/organizations/" + org + "/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}");
    return anybody.with(made.body().path("token").asText());
  }

  @Test
  void whatIsAttachedIsListedByWhatItIsAboutPageByPage() throws IOException {
    Digest bill = attach(part, SPDX, "{\"spdxVersion\":\"SPDX-2.3\"}" + product);
    assertThat(new CosignStore(registry, repository).sign(image, "localhost/" + repository, key))
        .isTrue();
    String path = "/api/v1/releases/" + release + "/attachments";
    Answer all = staff.get(path);
    assertThat(kinds(all))
        .containsExactlyInAnyOrder("spdx", "in-toto", "cosign-signature", "cosign-signature");
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = staff.get(path + "?limit=1" + cursor);
      paged.addAll(kinds(page));
      cursor = "&cursor=" + page.body().path("next").asText();
    } while (!cursor.equals("&cursor=") && paged.size() < 10);
    assertThat(paged).isEqualTo(kinds(all));
    JsonNode spdx = find(all, "spdx");
    assertThat(spdx.path("digest").asText()).isEqualTo(bill.toString());
    assertThat(spdx.path("subject").asText()).isEqualTo(part.toString());
    assertThat(spdx.path("image").asText()).isEqualTo("broker");
    assertThat(spdx.path("mediaType").asText()).isEqualTo(SPDX);
    assertThat(find(all, "in-toto").path("subject").asText()).isEqualTo(part.toString());
    // of the two forms of a signature, the bundle names its key
    assertThat(all.body().path("items").findValuesAsText("key"))
        .singleElement()
        .asString()
        .hasSizeGreaterThan(20);
  }

  private static JsonNode find(Answer answer, String kind) {
    for (JsonNode item : answer.body().path("items")) {
      if (item.path("kind").asText().equals(kind)) {
        return item;
      }
    }
    throw new AssertionError(kind);
  }

  @Test
  void oneIsReadInItsOwnTypeAndShownByNoBrowser() throws IOException {
    Digest bill = attach(part, SPDX, "{\"name\":\"%s\"}".formatted(product));
    Digest page = attach(image, HTML, "<script>alert(1)</script>" + product);
    String path = "/api/v1/releases/" + release + "/attachments/";
    Answer read = staff.get(path + bill);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.raw().body()).isEqualTo("{\"name\":\"%s\"}".formatted(product));
    assertThat(read.header("Content-Type")).isEqualTo(SPDX);
    Answer html = staff.get(path + page);
    assertThat(html.header("Content-Type")).startsWith(HTML);
    assertThat(html.header("Content-Disposition")).isEqualTo("attachment");
    assertThat(html.header("X-Content-Type-Options")).isEqualTo("nosniff");
    // what is no attachment is not handed out, though it is in the registry
    Digest layer = Digest.of("layer".getBytes(UTF_8));
    assertThat(staff.get(path + layer).status()).isEqualTo(404);
    assertThat(staff.get(path + "nothing").status()).isEqualTo(404);
  }

  @Test
  void anOrganizationSeesThoseOfWhatItIsEntitledToAndNoOthers() throws IOException {
    Digest bill = attach(image, SPDX, "\"ours %s\"".formatted(product));
    String org = staff.organization();
    String path = "/api/v1/organizations/" + org + "/releases/" + release + "/attachments";
    TestCaller member = member(org);
    assertThat(member.get(path).status()).isEqualTo(404);
    assertThat(member.get(path + "/" + bill).status()).isEqualTo(404);
    catalog.entitle(OrgId.parse(org), product, "test");
    assertThat(kinds(member.get(path))).contains("spdx");
    assertThat(member.get(path + "/" + bill).raw().body())
        .isEqualTo("\"ours %s\"".formatted(product));
    assertThat(member.get("/api/v1/releases/" + release + "/attachments").status()).isEqualTo(403);
  }
}

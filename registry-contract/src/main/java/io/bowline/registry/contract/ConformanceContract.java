package io.bowline.registry.contract;

import static io.bowline.registry.contract.BlobContract.random;
import static io.bowline.registry.contract.Manifests.EMPTY;
import static io.bowline.registry.contract.Manifests.INDEX;
import static io.bowline.registry.contract.Manifests.MANIFEST;
import static io.bowline.registry.contract.OciClient.bytes;
import static io.bowline.registry.contract.OciClient.code;
import static io.bowline.registry.contract.OciClient.entries;
import static io.bowline.registry.contract.OciClient.header;
import static io.bowline.registry.contract.OciClient.json;
import static io.bowline.registry.contract.OciClient.location;
import static io.bowline.registry.contract.OciClient.sha512;
import static io.bowline.registry.contract.OciClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Cases of the public conformance suite that the other parts do not have by name.
public interface ConformanceContract extends Contract {
  @Test
  default void headSaysWhatGetWouldWithoutABody() {
    byte[] blob = random(321, 31);
    Digest digest = client().pushBlob("conformance/head", blob);
    Manifests.Text manifest = Manifests.image(client().pushBlob("conformance/head", EMPTY));
    client().pushManifest("conformance/head", "v1", manifest);
    for (String path :
        List.of("blobs/" + digest, "manifests/v1", "manifests/" + manifest.digest())) {
      String whole = "/v2/conformance/head/" + path;
      HttpResponse<byte[]> get = client().send("GET", whole, "Accept", MANIFEST);
      HttpResponse<byte[]> head = client().send("HEAD", whole, "Accept", MANIFEST);
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      for (String name : List.of("Content-Length", "Content-Type", "Docker-Content-Digest")) {
        assertThat(header(head, name)).as(name).isEqualTo(header(get, name));
      }
    }
    for (String path : List.of("blobs/" + Digest.of(bytes("none")), "manifests/none")) {
      HttpResponse<byte[]> head = client().send("HEAD", "/v2/conformance/head/" + path);
      assertThat(head.statusCode()).isEqualTo(404);
      assertThat(head.body()).isEmpty();
    }
  }

  @Test
  default void aFreshUploadSaysThatNothingCame() {
    HttpResponse<byte[]> status = client().send("GET", client().begin("conformance/fresh"));
    assertThat(status.statusCode()).isEqualTo(204);
    assertThat(header(status, "Range")).isEqualTo("0-0");
    assertThat(location(status)).contains("/v2/conformance/fresh/blobs/uploads/");
  }

  @Test
  default void sha512NamesABlobThatCameInChunks() {
    needs(Extra.SHA512);
    byte[] blob = random(3_000, 32);
    String upload = client().begin("conformance/sha512");
    for (int i = 0; i < 3; i++) {
      HttpResponse<byte[]> patched =
          client()
              .send(
                  "PATCH",
                  upload,
                  Arrays.copyOfRange(blob, i * 1_000, (i + 1) * 1_000),
                  "Content-Type",
                  "application/octet-stream",
                  "Content-Range",
                  i * 1_000 + "-" + (i * 1_000 + 999));
      assertThat(patched.statusCode()).isEqualTo(202);
      upload = location(patched);
    }
    HttpResponse<byte[]> put = client().send("PUT", with(upload, "digest=" + sha512(blob)));
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(header(put, "Docker-Content-Digest")).isEqualTo(sha512(blob).toString());
    assertThat(client().send("GET", location(put)).body()).isEqualTo(blob);
  }

  @Test
  default void sha512NamesAllPartsOfAnIndexItsReferrersAndWhatIsMounted() {
    needs(Extra.SHA512);
    needs(Extra.REFERRERS);
    Digest config = client().pushBlob("conformance/all512", EMPTY, sha512(EMPTY));
    byte[] layer = random(700, 33);
    Digest layerDigest = client().pushBlob("conformance/all512", layer, sha512(layer));
    Manifests.Text image = Manifests.image(config, layerDigest);
    Digest imageDigest = put512("conformance/all512", image);
    Manifests.Text index = Manifests.index("", imageDigest);
    Digest indexDigest = put512("conformance/all512", index);
    Manifests.Text about = Manifests.artifact(config, Manifests.subject(indexDigest));
    Digest aboutDigest = put512("conformance/all512", about);
    HttpResponse<byte[]> referrers =
        client().send("GET", "/v2/conformance/all512/referrers/" + indexDigest);
    assertThat(entries(json(referrers).path("manifests")).map(e -> e.path("digest").asText()))
        .containsExactly(aboutDigest.toString());
    HttpResponse<byte[]> mounted =
        client()
            .send(
                "POST",
                "/v2/conformance/other512/blobs/uploads/?mount="
                    + layerDigest
                    + "&from=conformance/all512");
    assertThat(mounted.statusCode()).isEqualTo(201);
    HttpResponse<byte[]> part =
        client()
            .send("GET", "/v2/conformance/other512/blobs/" + layerDigest, "Range", "bytes=100-199");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(layer, 100, 200));
    String path = "/v2/conformance/all512/manifests/" + aboutDigest;
    assertThat(client().send("DELETE", path).statusCode()).isEqualTo(202);
    assertThat(client().send("GET", path).statusCode()).isEqualTo(404);
  }

  private byte[] manifest(String repository, String reference) {
    String path = "/v2/" + repository + "/manifests/" + reference;
    return client().send("GET", path, "Accept", MANIFEST).body();
  }

  private Digest put512(String repository, Manifests.Text manifest) {
    Digest digest = sha512(manifest.bytes());
    client().pushManifest(repository, digest.toString(), manifest);
    return digest;
  }

  @Test
  default void dataInsideADescriptorAndFieldsNobodyKnowsAreKept() {
    Digest config = client().pushBlob("conformance/fields", EMPTY);
    Manifests.Text plain = Manifests.image(config);
    Manifests.Text manifest =
        new Manifests.Text(
            MANIFEST,
            plain
                .json()
                .replace("\"size\": 2}", "\"size\": 2, \"data\": \"e30=\", \"org.example\": [1]}")
                .replace(
                    "\"schemaVersion\"", "\"org.example.more\": {\"a\": null}, \"schemaVersion\""));
    client().pushManifest("conformance/fields", "v1", manifest);
    assertThat(manifest("conformance/fields", "v1")).isEqualTo(manifest.bytes());
  }

  @Test
  default void aManifestWithoutLayersIsAManifest() {
    Digest config = client().pushBlob("conformance/bare", EMPTY);
    Manifests.Text manifest = Manifests.image(config);
    client().pushManifest("conformance/bare", "v1", manifest);
    assertThat(manifest("conformance/bare", "v1")).isEqualTo(manifest.bytes());
  }

  @Test
  default void anIndexMayReferToASubjectAndBeWithoutManifests() {
    needs(Extra.REFERRERS);
    needs(Extra.SPARSE_INDEX);
    Digest missing = Digest.of(bytes("subject that nobody pushed"));
    Manifests.Text index =
        Manifests.index(
            "\"artifactType\": \"application/vnd.example.list\"," + Manifests.subject(missing));
    HttpResponse<byte[]> put =
        client()
            .send(
                "PUT",
                "/v2/conformance/about/manifests/" + index.digest(),
                index.bytes(),
                "Content-Type",
                INDEX);
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(header(put, "OCI-Subject")).isEqualTo(missing.toString());
    HttpResponse<byte[]> referrers =
        client().send("GET", "/v2/conformance/about/referrers/" + missing);
    assertThat(json(referrers).path("manifests").path(0).path("artifactType").asText())
        .isEqualTo("application/vnd.example.list");
    assertThat(json(referrers).path("manifests").path(0).path("mediaType").asText())
        .isEqualTo(INDEX);
  }

  @Test
  default void aFilterThatNothingMatchesSaysThatItWasApplied() {
    needs(Extra.REFERRERS);
    Digest config = client().pushBlob("conformance/filter", EMPTY);
    Digest subject = client().pushManifest("conformance/filter", "v1", Manifests.image(config));
    Manifests.Text about = Manifests.artifact(config, Manifests.subject(subject));
    client().pushManifest("conformance/filter", about.digest().toString(), about);
    HttpResponse<byte[]> none =
        client()
            .send("GET", "/v2/conformance/filter/referrers/" + subject + "?artifactType=text/none");
    assertThat(none.statusCode()).isEqualTo(200);
    assertThat(header(none, "OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(entries(json(none).path("manifests"))).isEmpty();
    assertThat(json(none).path("schemaVersion").asInt()).isEqualTo(2);
  }

  @Test
  default void referrersOutliveTheirSubject() {
    needs(Extra.REFERRERS);
    Digest config = client().pushBlob("conformance/outlive", EMPTY);
    Digest subject = client().pushManifest("conformance/outlive", "v1", Manifests.image(config));
    Manifests.Text about = Manifests.artifact(config, Manifests.subject(subject));
    client().pushManifest("conformance/outlive", about.digest().toString(), about);
    assertThat(client().send("DELETE", "/v2/conformance/outlive/manifests/" + subject).statusCode())
        .isEqualTo(202);
    HttpResponse<byte[]> left =
        client().send("GET", "/v2/conformance/outlive/referrers/" + subject);
    assertThat(entries(json(left).path("manifests"))).hasSize(1);
  }

  @Test
  default void aMountOfWhatIsNoDigestOrFromWhatIsNoNameOpensNoDoor() {
    needs(Extra.STRICT_STATUS);
    HttpResponse<byte[]> bad =
        client().send("POST", "/v2/conformance/mount/blobs/uploads/?mount=sha256:short&from=a");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(code(bad)).isEqualTo("DIGEST_INVALID");
    Digest there = client().pushBlob("conformance/holder", random(99, 34));
    for (String from : List.of("..%2F..%2Fetc", "Conformance/Holder", "conformance/nowhere")) {
      HttpResponse<byte[]> opened =
          client()
              .send(
                  "POST", "/v2/conformance/mount/blobs/uploads/?mount=" + there + "&from=" + from);
      assertThat(opened.statusCode()).as(from).isEqualTo(202);
    }
  }

  @Test
  default void tagsHaveAGrammar() {
    needs(Extra.STRICT_STATUS);
    Digest config = client().pushBlob("conformance/tags", EMPTY);
    Manifests.Text manifest = Manifests.image(config);
    for (String tag : List.of("_", "A.b-c_D", "9", "x".repeat(128))) {
      client().pushManifest("conformance/tags", tag, manifest);
      assertThat(client().send("GET", "/v2/conformance/tags/manifests/" + tag).statusCode())
          .as(tag)
          .isEqualTo(200);
    }
    for (String tag : List.of(".a", "-a", "a%20b", "a%2Fb", "x".repeat(129), "sha256:", "a:b")) {
      HttpResponse<byte[]> put =
          client()
              .send(
                  "PUT",
                  "/v2/conformance/tags/manifests/" + tag,
                  manifest.bytes(),
                  "Content-Type",
                  MANIFEST);
      assertThat(put.statusCode()).as(tag).isIn(400, 404);
    }
    assertThat(json(client().send("GET", "/v2/conformance/tags/tags/list")).path("tags"))
        .hasSize(4);
  }

  @Test
  default void repositoriesHaveAGrammar() {
    needs(Extra.STRICT_STATUS);
    for (String name : List.of("Upper", "a..b", "a/-b", "a/_b", "a//b", "a/", ".a")) {
      HttpResponse<byte[]> begun = client().send("POST", "/v2/" + name + "/blobs/uploads/");
      assertThat(begun.statusCode()).as(name).isIn(400, 404);
    }
    for (String name : List.of("a", "a-b", "a__b", "a.b/c--d/0")) {
      assertThat(client().send("POST", "/v2/" + name + "/blobs/uploads/").statusCode())
          .as(name)
          .isEqualTo(202);
    }
  }

  @Test
  default void aDigestIsHexOfItsLengthInLowerCase() {
    String right = Digest.of(EMPTY).hex();
    for (String digest :
        List.of(
            "sha256:" + right.substring(1),
            "sha256:" + right + "0",
            "sha256:" + right.toUpperCase(Locale.ROOT),
            "sha512:" + right,
            "md5:" + right.substring(32))) {
      HttpResponse<byte[]> got = client().send("GET", "/v2/conformance/digest/blobs/" + digest);
      assertThat(got.statusCode()).as(digest).isIn(400, 404);
      String upload = client().begin("conformance/digest");
      HttpResponse<byte[]> put = client().send("PUT", with(upload, "digest=" + digest), EMPTY);
      assertThat(put.statusCode()).as(digest).isEqualTo(400);
      assertThat(code(put)).isEqualTo("DIGEST_INVALID");
    }
  }
}

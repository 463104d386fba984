package io.bowline.registry.contract;

import static io.bowline.registry.contract.BlobContract.random;
import static io.bowline.registry.contract.Manifests.EMPTY;
import static io.bowline.registry.contract.Manifests.MANIFEST;
import static io.bowline.registry.contract.OciClient.bytes;
import static io.bowline.registry.contract.OciClient.code;
import static io.bowline.registry.contract.OciClient.header;
import static io.bowline.registry.contract.OciClient.json;
import static io.bowline.registry.contract.OciClient.location;
import static io.bowline.registry.contract.OciClient.sha512;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Pushing, pulling and removing manifests.
public interface ManifestContract extends Contract {
  @Test
  @Tag("C36.digest-equal")
  default void aManifestIsKeptByteForByteUnderTagAndDigest() {
    Manifests.Text manifest = pushImage("manifests/bytes", "v1");
    for (String reference : new String[] {"v1", manifest.digest().toString()}) {
      String path = "/v2/manifests/bytes/manifests/" + reference;
      HttpResponse<byte[]> got = client().send("GET", path, "Accept", MANIFEST);
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).isEqualTo(manifest.bytes());
      assertThat(header(got, "Content-Type")).isEqualTo(MANIFEST);
      assertThat(header(got, "Docker-Content-Digest")).isEqualTo(manifest.digest().toString());
      HttpResponse<byte[]> head = client().send("HEAD", path, "Accept", MANIFEST);
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(header(head, "Content-Length")).isEqualTo("" + manifest.bytes().length);
      assertThat(header(head, "Docker-Content-Digest")).isEqualTo(manifest.digest().toString());
    }
  }

  @Test
  default void aPushAnswersWhereTheManifestIs() {
    Digest config = client().pushBlob("manifests/where", EMPTY);
    Manifests.Text manifest = Manifests.image(config);
    HttpResponse<byte[]> put =
        client()
            .send(
                "PUT",
                "/v2/manifests/where/manifests/" + manifest.digest(),
                manifest.bytes(),
                "Content-Type",
                MANIFEST);
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(header(put, "Docker-Content-Digest")).isEqualTo(manifest.digest().toString());
    assertThat(client().send("GET", location(put), "Accept", MANIFEST).body())
        .isEqualTo(manifest.bytes());
  }

  @Test
  default void aManifestWhoseBlobsAreMissingIsRefusedByName() {
    Digest config = client().pushBlob("manifests/missing", EMPTY);
    Digest one = Digest.of(bytes("layer one"));
    Digest two = Digest.of(bytes("layer two"));
    HttpResponse<byte[]> put = put("manifests/missing", "v1", Manifests.image(config, one, two));
    assertThat(put.statusCode()).isIn(404, 400);
    assertThat(code(put)).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    assertThat(json(put).path("errors")).hasSize(2);
    assertThat(put.body()).asString().contains(one.toString(), two.toString());
    assertThat(client().send("GET", "/v2/manifests/missing/manifests/v1").statusCode())
        .isEqualTo(404);
  }

  @Test
  default void aBlobOfAnotherRepositoryDoesNotCount() {
    Digest layer = client().pushBlob("manifests/other", random(100, 21));
    Digest config = client().pushBlob("manifests/own", EMPTY);
    HttpResponse<byte[]> put = put("manifests/own", "v1", Manifests.image(config, layer));
    assertThat(code(put)).isEqualTo("MANIFEST_BLOB_UNKNOWN");
  }

  @Test
  @Tag("C36.multi-arch")
  default void anIndexKeepsItsDigestEvenWithoutSomeChildren() {
    needs(Extra.SPARSE_INDEX);
    Manifests.Text amd64 = pushImage("manifests/sparse", "amd64");
    Digest absent = Digest.of(bytes("arm64 was not wanted"));
    Manifests.Text index = Manifests.index("", amd64.digest(), absent);
    client().pushManifest("manifests/sparse", "both", index);
    HttpResponse<byte[]> got = client().send("GET", "/v2/manifests/sparse/manifests/both");
    assertThat(got.body()).isEqualTo(index.bytes());
    assertThat(header(got, "Content-Type")).isEqualTo(Manifests.INDEX);
  }

  @Test
  default void anIndexOfIndexesAndAnEmptyOneAreKept() {
    needs(Extra.SPARSE_INDEX);
    Manifests.Text inner = Manifests.index("");
    client().pushManifest("manifests/nested", inner.digest().toString(), inner);
    Manifests.Text outer = Manifests.index("\"annotations\": {\"a\": \"b\"},", inner.digest());
    client().pushManifest("manifests/nested", "outer", outer);
    assertThat(client().send("GET", "/v2/manifests/nested/manifests/outer").body())
        .isEqualTo(outer.bytes());
  }

  @Test
  default void aMediaTypeNobodyKnowsIsKept() {
    needs(Extra.UNKNOWN_TYPES);
    Manifests.Text text = new Manifests.Text("application/vnd.example.thing.v7+json", "{\"a\": 1}");
    client().pushManifest("manifests/unknown", "thing", text);
    HttpResponse<byte[]> got = client().send("GET", "/v2/manifests/unknown/manifests/thing");
    assertThat(got.body()).isEqualTo(text.bytes());
    assertThat(header(got, "Content-Type")).isEqualTo(text.mediaType());
  }

  @Test
  default void dockersManifestIsKeptAsItWasPushed() {
    Digest config = client().pushBlob("manifests/docker", EMPTY);
    Manifests.Text text =
        new Manifests.Text(
            Manifests.DOCKER,
            """
            {
              "schemaVersion": 2,
              "mediaType": "%s",
              "config": {"mediaType": "application/vnd.docker.container.image.v1+json", \
            "size": 2, "digest": "%s"},
              "layers": []
            }\
            """
                .formatted(Manifests.DOCKER, config));
    client().pushManifest("manifests/docker", "v1", text);
    HttpResponse<byte[]> got =
        client().send("GET", "/v2/manifests/docker/manifests/v1", "Accept", Manifests.DOCKER);
    assertThat(got.body()).isEqualTo(text.bytes());
    assertThat(header(got, "Content-Type")).isEqualTo(Manifests.DOCKER);
  }

  @Test
  default void aLayerThatMayNotBePassedOnNeedNotBeThere() {
    needs(Extra.UNKNOWN_TYPES);
    Digest config = client().pushBlob("manifests/foreign", EMPTY);
    String foreign =
        "{\"mediaType\":\"application/vnd.oci.image.layer.nondistributable.v1.tar\","
            + "\"size\":9,\"digest\":\""
            + Digest.of(bytes("elsewhere"))
            + "\",\"urls\":[\"https://example.com/layer\"]}";
    String json =
        Manifests.image(config).json().replaceAll("\"layers\": \\[\\s*]", "\"layers\":[@]");
    client()
        .pushManifest(
            "manifests/foreign", "v1", new Manifests.Text(MANIFEST, json.replace("@", foreign)));
  }

  @Test
  default void sha512NamesAManifestAsWell() {
    needs(Extra.SHA512);
    Digest config = client().pushBlob("manifests/sha512", EMPTY);
    Manifests.Text manifest = Manifests.image(config);
    Digest digest = sha512(manifest.bytes());
    HttpResponse<byte[]> put = put("manifests/sha512", digest.toString(), manifest);
    assertThat(put.statusCode()).isEqualTo(201);
    HttpResponse<byte[]> got = client().send("GET", "/v2/manifests/sha512/manifests/" + digest);
    assertThat(got.body()).isEqualTo(manifest.bytes());
    assertThat(header(got, "Docker-Content-Digest")).isEqualTo(digest.toString());
  }

  @Test
  default void oneDigestTakesSeveralTagsAtOnce() {
    needs(Extra.TAG_PARAMETER);
    Digest config = client().pushBlob("manifests/tags", EMPTY);
    Manifests.Text manifest = Manifests.image(config);
    HttpResponse<byte[]> put =
        put("manifests/tags", manifest.digest() + "?tag=1.2.3&tag=1.2", manifest);
    assertThat(header(put, "OCI-Tag")).isEqualTo("1.2.3, 1.2");
    assertThat(client().send("HEAD", "/v2/manifests/tags/manifests/1.2").statusCode())
        .isEqualTo(200);
  }

  @Test
  default void aManifestThatIsNotItsDigestIsRefused() {
    Digest config = client().pushBlob("manifests/liar", EMPTY);
    HttpResponse<byte[]> put =
        put(
            "manifests/liar",
            Digest.of(bytes("something else")).toString(),
            Manifests.image(config));
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(code(put)).isEqualTo("DIGEST_INVALID");
  }

  @Test
  default void whatIsNoManifestIsRefused() {
    List<String> nonsense = new ArrayList<>(List.of("not json", "[]"));
    if (has(Extra.BROKEN_DIGEST_INSIDE)) {
      nonsense.add("{\"config\":{\"digest\":\"sha256:1\"}}");
    }
    for (String text : nonsense) {
      HttpResponse<byte[]> put =
          put("manifests/nonsense", "v1", new Manifests.Text(MANIFEST, text));
      assertThat(put.statusCode()).as(text).isEqualTo(400);
      assertThat(code(put)).isEqualTo("MANIFEST_INVALID");
    }
    Manifests.Text mislabelled = Manifests.index("").as(MANIFEST);
    assertThat(put("manifests/nonsense", "v1", mislabelled).statusCode()).isEqualTo(400);
  }

  @Test
  default void fourMegabytesAreAManifestAndMoreAreNot() {
    needs(Extra.UNKNOWN_TYPES);
    String type = "application/vnd.example.big.v1+json";
    int limit = 4 * 1024 * 1024;
    String frame = "{\"a\":\"\"}";
    String fits = "{\"a\":\"" + "x".repeat(limit - frame.length()) + "\"}";
    client().pushManifest("manifests/big", "fits", new Manifests.Text(type, fits));
    HttpResponse<byte[]> put =
        put("manifests/big", "larger", new Manifests.Text(type, fits.replace("}", "}\n")));
    assertThat(put.statusCode()).isEqualTo(413);
  }

  @Test
  default void aMovedTagPointsAtTheNewManifest() {
    pushImage("manifests/moved", "latest");
    Digest config = client().pushBlob("manifests/moved", EMPTY);
    Manifests.Text second = Manifests.artifact(config, "\"annotations\": {\"n\": \"2\"},");
    client().pushManifest("manifests/moved", "latest", second);
    assertThat(
            header(
                client().send("HEAD", "/v2/manifests/moved/manifests/latest", "Accept", MANIFEST),
                "Docker-Content-Digest"))
        .isEqualTo(second.digest().toString());
  }

  @Test
  default void aDeletedManifestTakesItsTagsAlong() {
    Manifests.Text manifest = pushImage("manifests/deleted", "v1");
    client().pushManifest("manifests/deleted", "v2", manifest);
    String path = "/v2/manifests/deleted/manifests/";
    assertThat(client().send("DELETE", path + manifest.digest()).statusCode()).isEqualTo(202);
    assertThat(client().send("GET", path + manifest.digest()).statusCode()).isEqualTo(404);
    assertThat(client().send("GET", path + "v1").statusCode()).isEqualTo(404);
    assertThat(client().send("DELETE", path + manifest.digest()).statusCode()).isEqualTo(404);
  }

  @Test
  default void aDeletedTagLeavesTheManifest() {
    needs(Extra.TAG_DELETE);
    Manifests.Text manifest = pushImage("manifests/untagged", "v1");
    String path = "/v2/manifests/untagged/manifests/";
    assertThat(client().send("DELETE", path + "v1").statusCode()).isEqualTo(202);
    assertThat(client().send("GET", path + "v1").statusCode()).isEqualTo(404);
    assertThat(client().send("DELETE", path + "v1").statusCode()).isEqualTo(404);
    assertThat(client().send("GET", path + manifest.digest()).statusCode()).isEqualTo(200);
  }

  @Test
  default void anUnknownManifestIsSaidToBeUnknown() {
    HttpResponse<byte[]> got = client().send("GET", "/v2/manifests/none/manifests/v1");
    assertThat(got.statusCode()).isEqualTo(404);
    assertThat(code(got)).isEqualTo("MANIFEST_UNKNOWN");
  }

  private HttpResponse<byte[]> put(String repository, String reference, Manifests.Text manifest) {
    return client()
        .send(
            "PUT",
            "/v2/" + repository + "/manifests/" + reference,
            manifest.bytes(),
            "Content-Type",
            manifest.mediaType());
  }

  private Manifests.Text pushImage(String repository, String tag) {
    Digest config = client().pushBlob(repository, EMPTY);
    Digest layer = client().pushBlob(repository, random(500, 22));
    Manifests.Text manifest = Manifests.image(config, layer);
    client().pushManifest(repository, tag, manifest);
    return manifest;
  }
}

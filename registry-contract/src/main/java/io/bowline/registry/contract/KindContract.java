package io.bowline.registry.contract;

import static io.bowline.registry.contract.BlobContract.random;
import static io.bowline.registry.contract.OciClient.bytes;
import static io.bowline.registry.contract.OciClient.code;
import static io.bowline.registry.contract.OciClient.entries;
import static io.bowline.registry.contract.OciClient.header;
import static io.bowline.registry.contract.OciClient.json;
import static io.bowline.registry.contract.OciClient.location;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.Digest.Algorithm;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The whole life of every kind of manifest: pushed by digest and by tag, listed, looked at,
/// pulled, found by its subject, untagged, removed.
public interface KindContract extends Contract {
  @ParameterizedTest
  @EnumSource(Kind.class)
  default void livesFromItsPushToItsRemoval(Kind kind) {
    needsWhat(kind);
    String repository = "kinds/" + kind.name().toLowerCase(Locale.ROOT);
    List<Manifests.Text> manifests = manifests(kind, repository);
    Manifests.Text tagged = manifests.getLast();
    for (Manifests.Text manifest : manifests) {
      pushed(repository, manifest.digest().toString(), manifest);
    }
    pushed(repository, "older", manifests.getFirst());
    pushed(repository, "tagged", tagged);
    assertThat(tags(repository, "")).contains("older", "tagged");
    if (has(Extra.TAG_PAGES)) {
      assertThat(tags(repository, "?last=older")).containsExactly("tagged");
    }
    readable(repository, "tagged", tagged);
    for (Manifests.Text manifest : manifests) {
      readable(repository, manifest.digest().toString(), manifest);
      foundBySubject(repository, manifest);
    }
    if (has(Extra.TAG_DELETE)) {
      gone(repository, "tagged");
      assertThat(tags(repository, "")).doesNotContain("tagged");
    }
    for (Manifests.Text manifest : manifests.reversed()) {
      gone(repository, manifest.digest().toString());
    }
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void tagsComeWithTheDigestOfEachAlgorithm(Algorithm algorithm) {
    needs(Extra.TAG_PARAMETER);
    String repository = "kinds/tags-" + algorithm.label();
    for (Manifests.Text manifest : manifests(Kind.INDEX, repository)) {
      Digest digest =
          algorithm == Algorithm.SHA512 ? OciClient.sha512(manifest.bytes()) : manifest.digest();
      String tag = "t" + digest.hex().substring(0, 9);
      HttpResponse<byte[]> put = put(repository, digest + "?tag=" + tag + "&tag=latest", manifest);
      assertThat(put.statusCode()).as(OciClient.text(put)).isEqualTo(201);
      assertThat(header(put, "OCI-Tag").split(", ")).containsExactly(tag, "latest");
      for (String reference : List.of(tag, "latest")) {
        HttpResponse<byte[]> head =
            client().send("HEAD", path(repository, reference), "Accept", manifest.mediaType());
        assertThat(header(head, "Docker-Content-Digest")).isEqualTo(digest.toString());
      }
      assertThat(tags(repository, "")).contains(tag);
    }
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void aManifestOfAnotherDigestLeavesNothing(Algorithm algorithm) {
    if (algorithm == Algorithm.SHA512) {
      needs(Extra.SHA512);
    }
    String repository = "kinds/liar";
    Manifests.Text image = manifests(Kind.IMAGE, repository).getLast();
    Digest claimed =
        algorithm == Algorithm.SHA512 ? OciClient.sha512(image.bytes()) : image.digest();
    Manifests.Text spaced = new Manifests.Text(image.mediaType(), image.json() + "  ");
    HttpResponse<byte[]> put = put(repository, claimed.toString(), spaced);
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(code(put)).isEqualTo("DIGEST_INVALID");
    assertThat(client().send("GET", path(repository, claimed.toString())).statusCode())
        .isEqualTo(404);
  }

  @Test
  default void whatIsNoDigestIsNeitherPushedNorPulled() {
    needs(Extra.STRICT_STATUS);
    Manifests.Text image = manifests(Kind.IMAGE, "kinds/nonsense").getLast();
    HttpResponse<byte[]> put = put("kinds/nonsense", "sha256:baddigeststring", image);
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(code(put)).isEqualTo("DIGEST_INVALID");
    String path = path("kinds/nonsense", "sha256:baddigeststring");
    assertThat(client().send("GET", path).statusCode()).isIn(400, 404);
    assertThat(client().send("GET", path("kinds/nonsense", "missing")).statusCode()).isEqualTo(404);
    Digest missing = Digest.of(bytes("a manifest that nobody pushed"));
    assertThat(client().send("GET", path("kinds/nonsense", "" + missing)).statusCode())
        .isEqualTo(404);
  }

  private void needsWhat(Kind kind) {
    switch (kind) {
      case SPARSE_INDEX, EMPTY_INDEX, ARTIFACT_INDEX -> needs(Extra.SPARSE_INDEX);
      case WITH_SUBJECT, INDEX_WITH_SUBJECT, MISSING_SUBJECT -> needs(Extra.REFERRERS);
      case NON_DISTRIBUTABLE -> needs(Extra.UNKNOWN_TYPES);
      case IMAGE,
          LARGE_MANIFEST,
          INDEX,
          NESTED_INDEX,
          ARTIFACT,
          ARTIFACT_WITHOUT_LAYERS,
          NO_LAYERS,
          DATA_FIELD,
          CUSTOM_FIELDS -> {}
    }
  }

  private List<Manifests.Text> manifests(Kind kind, String repository) {
    Digest config = client().pushBlob(repository, Manifests.EMPTY);
    Digest layer = client().pushBlob(repository, random(512, 60));
    return new ArrayList<>(kind.of(config, layer));
  }

  private void pushed(String repository, String reference, Manifests.Text manifest) {
    HttpResponse<byte[]> put = put(repository, reference, manifest);
    assertThat(put.statusCode()).as(OciClient.text(put)).isEqualTo(201);
    assertThat(header(put, "Docker-Content-Digest")).isEqualTo(manifest.digest().toString());
    assertThat(location(put)).contains("/v2/" + repository + "/manifests/");
    String subject = subject(manifest);
    if (!subject.isEmpty()) {
      assertThat(header(put, "OCI-Subject")).isEqualTo(subject);
    }
  }

  private void readable(String repository, String reference, Manifests.Text manifest) {
    String path = path(repository, reference);
    HttpResponse<byte[]> got = client().send("GET", path, "Accept", manifest.mediaType());
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(manifest.bytes());
    HttpResponse<byte[]> head = client().send("HEAD", path, "Accept", manifest.mediaType());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (HttpResponse<byte[]> each : List.of(got, head)) {
      assertThat(header(each, "Content-Type")).isEqualTo(manifest.mediaType());
      assertThat(header(each, "Content-Length")).isEqualTo("" + manifest.bytes().length);
      assertThat(header(each, "Docker-Content-Digest")).isEqualTo(manifest.digest().toString());
    }
  }

  private void foundBySubject(String repository, Manifests.Text manifest) {
    String subject = subject(manifest);
    if (subject.isEmpty()) {
      return;
    }
    String path = "/v2/" + repository + "/referrers/" + subject;
    JsonNode entry = entry(client().send("GET", path), manifest.digest());
    assertThat(entry.path("mediaType").asText()).isEqualTo(manifest.mediaType());
    assertThat(entry.path("size").asInt()).isEqualTo(manifest.bytes().length);
    String type = entry.path("artifactType").asText();
    HttpResponse<byte[]> filtered =
        client().send("GET", path + "?artifactType=" + type.replace("+", "%2B"));
    assertThat(header(filtered, "OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(entry(filtered, manifest.digest())).isEqualTo(entry);
    assertThat(entries(json(filtered).path("manifests")))
        .allMatch(each -> each.path("artifactType").asText().equals(type));
  }

  private static JsonNode entry(HttpResponse<byte[]> referrers, Digest digest) {
    return entries(json(referrers).path("manifests"))
        .filter(each -> each.path("digest").asText().equals(digest.toString()))
        .findFirst()
        .orElseThrow();
  }

  private void gone(String repository, String reference) {
    String path = path(repository, reference);
    assertThat(client().send("DELETE", path).statusCode()).isEqualTo(202);
    assertThat(client().send("GET", path).statusCode()).isEqualTo(404);
    assertThat(client().send("HEAD", path).statusCode()).isEqualTo(404);
  }

  private HttpResponse<byte[]> put(String repository, String reference, Manifests.Text manifest) {
    return client()
        .send(
            "PUT",
            path(repository, reference),
            manifest.bytes(),
            "Content-Type",
            manifest.mediaType());
  }

  private List<String> tags(String repository, String query) {
    HttpResponse<byte[]> listed = client().send("GET", "/v2/" + repository + "/tags/list" + query);
    return entries(json(listed).path("tags")).map(JsonNode::asText).toList();
  }

  private static String path(String repository, String reference) {
    return "/v2/" + repository + "/manifests/" + reference;
  }

  private static String subject(Manifests.Text manifest) {
    return OciClient.json(manifest.bytes()).path("subject").path("digest").asText();
  }
}

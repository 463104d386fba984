package io.bowline.registry.contract;

import static io.bowline.registry.contract.Manifests.EMPTY;
import static io.bowline.registry.contract.OciClient.bytes;
import static io.bowline.registry.contract.OciClient.code;
import static io.bowline.registry.contract.OciClient.entries;
import static io.bowline.registry.contract.OciClient.header;
import static io.bowline.registry.contract.OciClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.artifact.Digest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tags and referrers.
public interface ListContract extends Contract {
  @Test
  default void tagsAreListedInOrder() {
    pushTags("lists/tags", "b", "a", "c", "B", "1.0");
    HttpResponse<byte[]> listed = client().send("GET", "/v2/lists/tags/tags/list");
    assertThat(json(listed).path("name").asText()).isEqualTo("lists/tags");
    assertThat(tags(listed)).containsExactlyInAnyOrder("1.0", "B", "a", "b", "c");
    if (has(Extra.SORTED_TAGS)) {
      assertThat(tags(listed)).isSorted();
    }
  }

  @Test
  default void tagsAreListedByPages() {
    needs(Extra.TAG_PAGES);
    pushTags("lists/pages", "t1", "t2", "t3", "t4", "t5");
    HttpResponse<byte[]> first = client().send("GET", "/v2/lists/pages/tags/list?n=2");
    assertThat(tags(first)).containsExactly("t1", "t2");
    HttpResponse<byte[]> second = client().send("GET", next(first));
    assertThat(tags(second)).containsExactly("t3", "t4");
    HttpResponse<byte[]> third = client().send("GET", next(second));
    assertThat(tags(third)).containsExactly("t5");
    assertThat(third.headers().firstValue("Link")).isEmpty();
    assertThat(tags(client().send("GET", "/v2/lists/pages/tags/list?n=5")))
        .containsExactly("t1", "t2", "t3", "t4", "t5");
    HttpResponse<byte[]> none = client().send("GET", "/v2/lists/pages/tags/list?n=0");
    assertThat(tags(none)).isEmpty();
    assertThat(none.headers().firstValue("Link")).isEmpty();
    assertThat(tags(client().send("GET", "/v2/lists/pages/tags/list?last=t3")))
        .containsExactly("t4", "t5");
    assertThat(tags(client().send("GET", "/v2/lists/pages/tags/list?n=9&last=t33")))
        .containsExactly("t4", "t5");
    assertThat(client().send("GET", "/v2/lists/pages/tags/list?n=many").statusCode())
        .isEqualTo(400);
  }

  @Test
  default void anUnknownRepositoryHasNoTagList() {
    HttpResponse<byte[]> listed = client().send("GET", "/v2/lists/nowhere/tags/list");
    assertThat(listed.statusCode()).isEqualTo(404);
    assertThat(code(listed)).isEqualTo("NAME_UNKNOWN");
  }

  @Test
  default void referrersAreListedWithTypeAndAnnotations() {
    needs(Extra.REFERRERS);
    Digest config = client().pushBlob("lists/referrers", EMPTY);
    Digest subject = client().pushManifest("lists/referrers", "image", Manifests.image(config));
    String more =
        "\"artifactType\": \"application/vnd.example.sbom\","
            + "\"annotations\": {\"tool\": \"scanner\"},"
            + Manifests.subject(subject);
    Manifests.Text sbom = Manifests.artifact(config, more);
    HttpResponse<byte[]> put = put("lists/referrers", sbom);
    assertThat(header(put, "OCI-Subject")).isEqualTo(subject.toString());
    Manifests.Text plain = Manifests.artifact(config, Manifests.subject(subject));
    put("lists/referrers", plain);
    Manifests.Text index = Manifests.index(Manifests.subject(subject));
    put("lists/referrers", index);

    HttpResponse<byte[]> all = client().send("GET", "/v2/lists/referrers/referrers/" + subject);
    assertThat(header(all, "Content-Type")).isEqualTo(Manifests.INDEX);
    assertThat(digests(all))
        .containsExactlyInAnyOrder(sbom.digest(), plain.digest(), index.digest());
    JsonNode entry =
        entries(json(all).path("manifests"))
            .filter(each -> each.path("digest").asText().equals(sbom.digest().toString()))
            .findFirst()
            .orElseThrow();
    assertThat(entry.path("artifactType").asText()).isEqualTo("application/vnd.example.sbom");
    assertThat(entry.path("annotations").path("tool").asText()).isEqualTo("scanner");
    assertThat(entry.path("size").asInt()).isEqualTo(sbom.bytes().length);

    HttpResponse<byte[]> filtered =
        client()
            .send(
                "GET",
                "/v2/lists/referrers/referrers/"
                    + subject
                    + "?artifactType=application/vnd.oci.image.config.v1%2Bjson");
    assertThat(digests(filtered)).containsExactly(plain.digest());
    assertThat(header(filtered, "OCI-Filters-Applied")).isEqualTo("artifactType");
  }

  @Test
  default void aReferrerMayComeBeforeItsSubjectAndLeavesTheListWhenDeleted() {
    needs(Extra.REFERRERS);
    Digest config = client().pushBlob("lists/early", EMPTY);
    Manifests.Text subject = Manifests.image(config);
    Manifests.Text early = Manifests.artifact(config, Manifests.subject(subject.digest()));
    put("lists/early", early);
    String path = "/v2/lists/early/referrers/" + subject.digest();
    assertThat(digests(client().send("GET", path))).containsExactly(early.digest());
    put("lists/early", subject);
    assertThat(digests(client().send("GET", path))).containsExactly(early.digest());
    client().send("DELETE", "/v2/lists/early/manifests/" + early.digest());
    assertThat(digests(client().send("GET", path))).isEmpty();
  }

  @Test
  default void whatNothingRefersToHasAnEmptyListNotNone() {
    needs(Extra.REFERRERS);
    HttpResponse<byte[]> empty =
        client().send("GET", "/v2/lists/lonely/referrers/" + Digest.of(bytes("lonely")));
    assertThat(empty.statusCode()).isEqualTo(200);
    assertThat(digests(empty)).isEmpty();
    assertThat(client().send("GET", "/v2/lists/lonely/referrers/sha256:nonsense").statusCode())
        .isEqualTo(400);
    assertThat(
            client()
                .send("HEAD", "/v2/lists/lonely/referrers/" + Digest.of(bytes("lonely")))
                .statusCode())
        .isEqualTo(200);
  }

  private void pushTags(String repository, String... tags) {
    Digest config = client().pushBlob(repository, EMPTY);
    for (String tag : tags) {
      client().pushManifest(repository, tag, Manifests.image(config));
    }
  }

  private HttpResponse<byte[]> put(String repository, Manifests.Text manifest) {
    HttpResponse<byte[]> put =
        client()
            .send(
                "PUT",
                "/v2/" + repository + "/manifests/" + manifest.digest(),
                manifest.bytes(),
                "Content-Type",
                manifest.mediaType());
    assertThat(put.statusCode()).as(OciClient.text(put)).isEqualTo(201);
    return put;
  }

  private static List<String> tags(HttpResponse<byte[]> response) {
    return entries(json(response).path("tags")).map(JsonNode::asText).toList();
  }

  private static List<Digest> digests(HttpResponse<byte[]> response) {
    return entries(json(response).path("manifests"))
        .map(entry -> Digest.parse(entry.path("digest").asText()))
        .toList();
  }

  private static String next(HttpResponse<byte[]> response) {
    String link = header(response, "Link");
    assertThat(link).endsWith("; rel=\"next\"");
    return link.substring(1, link.indexOf('>'));
  }
}

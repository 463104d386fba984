package io.bowline.runner.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.registry.RegistryRefused;
import io.bowline.runner.step.StepException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutRegistryTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String REPOSITORY = "acme/broker";
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

  private final Map<String, byte[]> files = new TreeMap<>();
  private final byte[] layer = "0123456789".getBytes(StandardCharsets.UTF_8);
  private final Digest image = blob(manifest(""));
  private final Digest about =
      blob(
          manifest(
              ",\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":1}"
                  .formatted(TYPE, image)));
  @TempDir Path folder;

  private byte[] manifest(String more) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":10},\"layers\":[]%s}"
        .formatted(TYPE, blob(layer), more)
        .getBytes(StandardCharsets.UTF_8);
  }

  private Digest blob(byte[] bytes) {
    Digest digest = Digest.of(bytes);
    files.put("blobs/sha256/" + digest.hex(), bytes);
    return digest;
  }

  private Path written(boolean tar, Digest... named) throws IOException {
    var index = new StringBuilder("{\"manifests\":[");
    for (Digest one : named) {
      String name = one.equals(image) ? REPOSITORY + ":1" : REPOSITORY + "@" + one;
      index
          .append(index.toString().endsWith("[") ? "" : ",")
          .append(
              "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"artifactType\":\"a/b\",\"annotations\":{\"org.opencontainers.image.ref.name\":\"%s\"}}"
                  .formatted(TYPE, one, files.get("blobs/sha256/" + one.hex()).length, name));
    }
    files.put("index.json", index.append("]}").toString().getBytes(StandardCharsets.UTF_8));
    return tar ? tar() : folder();
  }

  private Path tar() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        var entry = new TarArchiveEntry(file.getKey(), true);
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return Files.write(folder.resolve("layout.tar"), out.toByteArray());
  }

  private Path folder() throws IOException {
    Path place = folder.resolve("layout");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path at = place.resolve(file.getKey());
      Files.createDirectories(at.getParent());
      Files.write(at, file.getValue());
    }
    return place;
  }

  private static HttpResponse<String> ask(LayoutRegistry at, String path, String... headers)
      throws Exception {
    var request = HttpRequest.newBuilder(URI.create(at.address() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answersAsARegistryDoes(boolean tar) throws Exception {
    try (LayoutRegistry registry = LayoutRegistry.open(written(tar, image, about))) {
      var client = new RegistryClient(HTTP, registry.address(), new Login.Anonymous());
      assertThat(client.digest(REPOSITORY, "1")).contains(image);
      assertThat(client.digest(REPOSITORY, "2")).isEmpty();
      assertThat(client.manifest(REPOSITORY, image.toString())).isPresent();
      assertThat(client.blob(REPOSITORY, Digest.of(layer), 10)).isEqualTo(layer);
      assertThat(client.referrers(REPOSITORY, image))
          .containsExactly(new RegistryClient.Referrer(about, "a/b"));
      assertThat(client.hasBlob(REPOSITORY, Digest.of(new byte[3]))).isFalse();
      String blob = "/v2/acme/broker/blobs/" + Digest.of(layer);
      assertThat(ask(registry, blob, "Range", "bytes=4-").body()).isEqualTo("456789");
      assertThat(ask(registry, blob, "Range", "bytes=4-5").body()).isEqualTo("45");
      assertThat(ask(registry, blob, "Range", "bytes=10-").statusCode()).isEqualTo(416);
      assertThat(ask(registry, "/v2/acme/broker/tags/list").body()).contains("[\"1\"]");
      assertThat(ask(registry, "/v2/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void writesNothingAndKnowsNoOtherPath() throws Exception {
    try (LayoutRegistry registry = LayoutRegistry.open(written(false, image))) {
      Files.writeString(folder.resolve("secret"), "secret");
      for (String path :
          new String[] {
            "/v2/acme/broker/blobs/sha256:../../../secret",
            "/v2/acme/broker/blobs/..%2F..%2F..%2Fsecret",
            "/v2/acme/broker/manifests/sha256:" + "0".repeat(64),
            "/secret",
            "/v2/../secret"
          }) {
        assertThat(ask(registry, path).statusCode()).as(path).isEqualTo(404);
      }
      var put =
          HttpRequest.newBuilder(URI.create(registry.address() + "/v2/acme/broker/manifests/1"))
              .PUT(BodyPublishers.ofString("{}"))
              .build();
      assertThat(HTTP.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
    }
  }

  @Test
  void alteredBytesAreFoundOut() throws Exception {
    Path place = written(false, image);
    Path blobs = place.resolve("blobs/sha256");
    try (LayoutRegistry registry = LayoutRegistry.open(place)) {
      var client = new RegistryClient(HTTP, registry.address(), new Login.Anonymous());
      Files.writeString(blobs.resolve(Digest.of(layer).hex()), "9876543210");
      assertThatThrownBy(() -> client.blob(REPOSITORY, Digest.of(layer), 10))
          .isInstanceOf(RegistryRefused.class)
          .hasMessageContaining("other bytes");
      Files.writeString(blobs.resolve(image.hex()), "{}");
      assertThatThrownBy(() -> client.manifest(REPOSITORY, image.toString()))
          .isInstanceOf(RegistryRefused.class);
    }
  }

  @Test
  void whatIsNoLayoutIsRefusedByName() throws Exception {
    assertThatThrownBy(() -> LayoutRegistry.open(folder.resolve("none.tar")))
        .isInstanceOf(BundleRefused.class)
        .hasMessageContaining("none.tar");
    Path text = Files.writeString(folder.resolve("text.tar"), "no tar");
    assertThatThrownBy(() -> LayoutRegistry.open(text)).isInstanceOf(BundleRefused.class);
    files.put("../../outside", new byte[1]);
    files.remove("blobs/sha256/" + image.hex());
    files.put("index.json", "{\"manifests\":[]}".getBytes(StandardCharsets.UTF_8));
    try (LayoutRegistry registry = LayoutRegistry.open(tar())) {
      assertThat(folder.resolveSibling("outside")).doesNotExist();
      assertThat(ask(registry, "/v2/acme/broker/manifests/1").statusCode()).isEqualTo(404);
    }
    files.put(
        "index.json",
        "{\"manifests\":[{\"digest\":\"%s\",\"annotations\":{\"org.opencontainers.image.ref.name\":\"../x:1\"}}]}"
            .formatted(image)
            .getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> LayoutRegistry.open(tar()))
        .isInstanceOf(BundleRefused.class)
        .hasMessageContaining("is no repository");
  }

  @Test
  void anotherFileInItsPlaceIsSeen() throws Exception {
    Path place = written(true, image);
    try (LayoutRegistry registry = LayoutRegistry.open(place)) {
      URI before = registry.address();
      Path _ = written(true, image, about);
      Files.setLastModifiedTime(place, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
      assertThat(registry.address()).isEqualTo(before);
      var client = new RegistryClient(HTTP, before, new Login.Anonymous());
      assertThat(client.referrers(REPOSITORY, image)).hasSize(1);
      Files.delete(place);
      assertThatThrownBy(registry::address)
          .isInstanceOfSatisfying(
              StepException.class,
              e -> assertThat(e.failure().reason()).isEqualTo("release-layout"));
    }
  }
}

package io.bowline.registry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.Limits;
import io.bowline.registry.Registry;
import io.bowline.registry.contract.OciClient;
import io.bowline.registry.http.Callers;
import io.bowline.registry.http.RegistryServer;
import io.bowline.testkit.RequiresPart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pulls that are answered by the object store itself.
@Tag("real")
@RequiresPart("versitygw")
class RedirectTest {
  private static final int SMALLEST = 10_000;
  private static ObjectStore store;
  private static S3Storage storage;
  private static RegistryServer server;
  private final OciClient client = new OciClient(server.address());

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    store = ObjectStore.start(folder);
    storage =
        ObjectStore.open(
            store.redirecting(
                new BucketSettings.Redirects(SMALLEST, Duration.ofMinutes(5), Optional.empty())));
    server =
        RegistryServer.start(
            new Registry(storage, Limits.USUAL), RegistryServer.Settings.loopback());
  }

  @AfterAll
  static void stop() {
    server.close();
    storage.close();
    store.close();
  }

  @Test
  void aLargeBlobIsReadAtTheStoreWithoutCredentialsInWholeAndInPart() throws Exception {
    byte[] bytes = random(SMALLEST);
    String path = "/v2/acme/app/blobs/" + client.pushBlob("acme/app", bytes);
    HttpResponse<byte[]> sent = client.send("GET", path);
    assertThat(sent.statusCode()).isEqualTo(307);
    assertThat(OciClient.header(sent, "Docker-Content-Digest"))
        .isEqualTo(Digest.of(bytes).toString());
    assertThat(OciClient.header(sent, "Cache-Control")).isEqualTo("no-store");
    URI there = URI.create(OciClient.location(sent));
    assertThat(there.getPort()).isNotEqualTo(server.address().getPort());
    try (HttpClient http = HttpClient.newHttpClient()) {
      var whole = http.send(get(there).build(), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(whole.body()).isEqualTo(bytes);
      assertThat(OciClient.header(whole, "Content-Type")).isEqualTo("application/octet-stream");
      var part =
          http.send(
              get(there).header("Range", "bytes=100-199").build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 100, 200));
      URI tampered = URI.create(there.toString().replace("data/", "data/x"));
      assertThat(
              http.send(get(tampered).build(), HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void headsSmallBlobsAndManifestsAreAnsweredHere() {
    byte[] large = random(SMALLEST + 1);
    byte[] small = random(SMALLEST - 1);
    String digest = client.pushBlob("acme/app", large).toString();
    client.pushBlob("acme/app", small);
    HttpResponse<byte[]> head = client.send("HEAD", "/v2/acme/app/blobs/" + digest);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(OciClient.header(head, "Content-Length")).isEqualTo("" + large.length);
    HttpResponse<byte[]> got = client.send("GET", "/v2/acme/app/blobs/" + Digest.of(small));
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(small);
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"annotations\":{\"a\":\"%s\"},\"config\":{\"mediaType\":\"a/b\",\"size\":%d,\"digest\":\"%s\"},"
                .formatted("x".repeat(2 * SMALLEST), large.length, digest)
            + "\"layers\":[]}";
    HttpResponse<byte[]> put =
        client.send(
            "PUT",
            "/v2/acme/app/manifests/v1",
            manifest.getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/vnd.oci.image.manifest.v1+json");
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(client.send("GET", "/v2/acme/app/manifests/v1").statusCode()).isEqualTo(200);
  }

  @Test
  void whoMayNotReadIsNotSentAnywhereAndTheAddressTellsNoCredential() throws IOException {
    byte[] bytes = random(SMALLEST + 2);
    try (RegistryServer closed =
        RegistryServer.start(
            new Registry(storage, Limits.USUAL),
            RegistryServer.Settings.loopback().admitting(Callers.basic("me", "pass-word-1")))) {
      OciClient guest = new OciClient(closed.address());
      Digest digest = client.pushBlob("acme/app", bytes);
      String path = "/v2/acme/app/blobs/" + digest;
      assertThat(guest.send("GET", path).statusCode()).isEqualTo(401);
      String basic =
          Base64.getEncoder().encodeToString("me:pass-word-1".getBytes(StandardCharsets.UTF_8));
      HttpResponse<byte[]> sent = guest.send("GET", path, "Authorization", "Basic " + basic);
      assertThat(sent.statusCode()).isEqualTo(307);
      assertThat(sent.headers().map().toString())
          .doesNotContain("pass-word-1", basic, "tester-secret");
    }
  }

  private static HttpRequest.Builder get(URI address) {
    return HttpRequest.newBuilder(address);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}

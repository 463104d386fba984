package io.bowline.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.contract.OciClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
  private static final byte[] BLOB = "some bytes of a layer".repeat(1_000).getBytes(UTF_8);
  private RegistryServer server;
  private OciClient client;
  private String path;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    server = RegistryServer.start(folder, RegistryServer.Settings.loopback());
    client = new OciClient(server.address());
    path = "/v2/a/blobs/" + client.pushBlob("a", BLOB);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itAnswers429WithRetryAfterAsOftenAsTold() {
    server
        .faults()
        .on("GET", "/blobs/", 2, new Fault.Answer(429, Optional.of(Duration.ofSeconds(3))));
    var refused = client.send("GET", path);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(OciClient.header(refused, "Retry-After")).isEqualTo("3");
    assertThat(client.send("GET", path).statusCode()).isEqualTo(429);
    assertThat(client.send("GET", path).statusCode()).isEqualTo(200);
    assertThat(server.log().count("GET", "/v2/a/blobs/sha256")).isEqualTo(3);
  }

  @Test
  void itCutsAnAnswer() {
    server.faults().on("GET", "/blobs/", 1, new Fault.CutResponse(5_000));
    assertThatThrownBy(() -> client.send("GET", path)).isInstanceOf(UncheckedIOException.class);
    assertThat(client.send("GET", path).body()).isEqualTo(BLOB);
  }

  @Test
  void itCutsARequestAndKeepsWhatCame() {
    String upload = client.begin("a");
    server.faults().on("PATCH", "/uploads/", 1, new Fault.CutRequest(7_000));
    assertThatThrownBy(() -> client.send("PATCH", upload, BLOB))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(OciClient.header(client.send("GET", upload), "Range")).isEqualTo("0-6999");
  }

  @Test
  void itLosesTheAnswerToWhatItDid() {
    server.faults().on("PUT", "/manifests/", 1, new Fault.LoseAnswer());
    byte[] manifest = "{}".getBytes(UTF_8);
    assertThatThrownBy(() -> client.send("PUT", "/v2/a/manifests/v1", manifest))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(client.send("GET", "/v2/a/manifests/v1").body()).isEqualTo(manifest);
  }

  @Test
  void itLiesAboutBytesAndDigest() {
    server.faults().on("GET", "/blobs/", 1, new Fault.WrongBytes());
    assertThat(client.send("GET", path).body()).hasSameSizeAs(BLOB).isNotEqualTo(BLOB);
    Digest other = Digest.of("other".getBytes(UTF_8));
    server.faults().on("HEAD", "/blobs/", 1, new Fault.WrongDigest(other));
    assertThat(OciClient.header(client.send("HEAD", path), "Docker-Content-Digest"))
        .isEqualTo(other.toString());
  }

  @Test
  void itHoldsARequestBackUntilReleased() throws InterruptedException, ExecutionException {
    CountDownLatch released = new CountDownLatch(1);
    server.faults().on("GET", "/blobs/", 1, new Fault.HoldUntil(released));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> held = threads.submit(() -> client.send("GET", path).statusCode());
      assertThat(client.send("GET", "/v2/").statusCode()).isEqualTo(200);
      assertThat(held.isDone()).isFalse();
      released.countDown();
      assertThat(held.get()).isEqualTo(200);
    }
  }

  @Test
  void aPasswordIsAskedFor(@TempDir Path folder) throws IOException {
    var settings = RegistryServer.Settings.loopback().admitting(Callers.basic("user", "secret"));
    try (RegistryServer guarded = RegistryServer.start(folder, settings)) {
      OciClient stranger = new OciClient(guarded.address());
      var refused = stranger.send("GET", "/v2/");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(OciClient.code(refused)).isEqualTo("UNAUTHORIZED");
      assertThat(OciClient.header(refused, "WWW-Authenticate")).startsWith("Basic ");
      String known = "Basic dXNlcjpzZWNyZXQ=";
      assertThat(stranger.send("GET", "/v2/", "Authorization", known).statusCode()).isEqualTo(200);
    }
  }
}

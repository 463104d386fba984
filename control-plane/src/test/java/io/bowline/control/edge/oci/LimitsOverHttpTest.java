package io.bowline.control.edge.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.allowance.OwnAllowance;
import io.bowline.control.org.Scope;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an organization's callers are told when they want more than it may have.
class LimitsOverHttpTest {
  private static final byte[] LARGE = new byte[24 << 20];
  private static ArtifactBench bench;
  private static HttpClient http;

  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final String repository = "acme/releases-" + suffix;
  private OrgId org = new OrgId(UUID.randomUUID());

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    bench = new ArtifactBench(folder);
    http = bench.client(Optional.empty());
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  private String entitled() {
    org = bench.organization();
    bench.catalog.entitle(org, "acme/product-" + suffix, "test");
    return "Bearer " + bench.token(org, Scope.READ).text().revealText();
  }

  private String pushed(byte[] blob) throws Exception {
    bench.release("acme/product-" + suffix, repository, "acme/images-" + suffix);
    String upload = "/v2/" + repository + "/blobs/uploads/?digest=" + Digest.of(blob);
    HttpRequest push =
        request(upload, "Bearer " + bench.publisher).POST(BodyPublishers.ofByteArray(blob)).build();
    assertThat(http.send(push, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    return "/v2/" + repository + "/blobs/" + Digest.of(blob);
  }

  private void limit(Integer requests, Integer transfers, Long bytes) {
    bench.allowances.allow(
        org,
        new OwnAllowance(
            Optional.ofNullable(requests),
            Optional.ofNullable(transfers),
            Optional.ofNullable(bytes),
            Optional.empty(),
            Optional.empty(),
            "staff/test"));
    bench.allowances.use(org);
  }

  private static HttpResponse<byte[]> get(HttpClient client, String path, String authorization)
      throws Exception {
    return client.send(request(path, authorization).build(), BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder request(String path, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(bench.address().resolve(path)).timeout(Duration.ofSeconds(60));
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private static JsonNode error(HttpResponse<byte[]> response) throws Exception {
    return new JsonMapper().readTree(response.body()).path("errors").path(0);
  }

  @Test
  void tooManyRequestsAreToldToComeAgainAndOthersDoNotNotice() throws Exception {
    String blob = pushed("a blob".getBytes(UTF_8));
    String others = entitled();
    String token = entitled();
    limit(3, null, null);
    for (int i = 0; i < 3; i++) {
      assertThat(get(http, blob, token).statusCode()).isEqualTo(200);
    }
    for (int i = 0; i < 5; i++) {
      HttpResponse<byte[]> refused = get(http, blob, token);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(error(refused).path("code").asText()).isEqualTo("TOOMANYREQUESTS");
      assertThat(error(refused).path("message").asText())
          .contains("3 requests a second", "requests-per-second");
      assertThat(get(http, blob, others).statusCode()).isEqualTo(200);
      assertThat(get(http, blob, "Bearer " + bench.publisher).statusCode()).isEqualTo(200);
    }
    HttpClient runner =
        bench.client(Optional.of(ArtifactBench.identity(org, Identity.Role.RUNNER)));
    assertThat(get(runner, blob, "").statusCode()).isEqualTo(429);
    bench.clock.advance(Duration.ofSeconds(1));
    assertThat(get(runner, blob, "").statusCode()).isEqualTo(200);
  }

  @Test
  void aDaysBytesAreUsedUpByWhatWentOutAndTheAnswerSaysWhatToDo() throws Exception {
    byte[] bytes = "ten bytes!".getBytes(UTF_8);
    String blob = pushed(bytes);
    String token = entitled();
    limit(null, null, 25L);
    assertThat(get(http, blob, token).body()).isEqualTo(bytes);
    HttpRequest part = request(blob, token).header("Range", "bytes=0-3").build();
    assertThat(http.send(part, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(206);
    assertThat(get(http, blob, token).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> refused = get(http, blob, token);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(error(refused).path("code").asText()).isEqualTo("DENIED");
    assertThat(error(refused).path("message").asText())
        .contains("24 of the 25 bytes", "bytes-per-day", "10 more", "vendor");
    HttpRequest head = request(blob, token).method("HEAD", BodyPublishers.noBody()).build();
    assertThat(http.send(head, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    limit(null, null, 1_000L);
    assertThat(get(http, blob, token).statusCode()).isEqualTo(200);
  }

  @Test
  void aPushBeyondWhatANamespaceMayHoldIsToldSoOverTls() throws Exception {
    org = bench.organization();
    String namespace = bench.quotas.of(org).namespace();
    bench.allowances.allow(
        org,
        new OwnAllowance(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(1_000_000L),
            Optional.of(1),
            "staff/test"));
    String begin = "/v2/" + namespace + "/app/blobs/uploads/";
    byte[] large = new byte[1_000_001];
    HttpResponse<byte[]> refused = post(begin + "?digest=" + Digest.of(large), large);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(error(refused).path("code").asText()).isEqualTo("DENIED");
    assertThat(error(refused).path("message").asText())
        .contains(namespace + "/app@" + Digest.of(large), "0 of the 1000000 bytes")
        .contains("1000001 more", "bowline org limit --org " + namespace);
    byte[] small = "small".getBytes(UTF_8);
    assertThat(post(begin + "?digest=" + Digest.of(small), small).statusCode()).isEqualTo(201);
    HttpResponse<byte[]> another = post("/v2/" + namespace + "/two/blobs/uploads/", new byte[0]);
    assertThat(error(another).path("message").asText()).contains("1 of the 1 repositories");
    assertThat(bench.quotas.of(org).bytes()).isEqualTo(small.length);
    assertThat(bench.quotas.of(org).uploading()).isZero();
  }

  private HttpResponse<byte[]> post(String path, byte[] body) throws Exception {
    HttpRequest push =
        request(path, "Bearer " + bench.publisher).POST(BodyPublishers.ofByteArray(body)).build();
    return http.send(push, BodyHandlers.ofByteArray());
  }

  @ParameterizedTest
  @EnumSource
  void aBlobThatNobodyReadsHoldsAPlaceUntilItIsGivenUp(HttpClient.Version version)
      throws Exception {
    HttpClient http = bench.client(Optional.empty(), version);
    String blob = pushed(LARGE);
    String token = entitled();
    limit(null, 1, null);
    HttpResponse<InputStream> held =
        http.send(request(blob, token).build(), BodyHandlers.ofInputStream());
    assertThat(held.statusCode()).isEqualTo(200);
    HttpResponse<byte[]> refused = get(http, blob, token);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(error(refused).path("message").asText()).contains("transfers");
    assertThat(bench.allowances.use(org).transfers()).isEqualTo(1);
    held.body().close();
    HttpResponse<byte[]> again = get(http, blob, token);
    while (again.statusCode() == 429) {
      again = get(http, blob, token);
    }
    assertThat(again.body()).hasSize(LARGE.length);
    assertThat(bench.allowances.use(org).pulled())
        .isBetween((long) LARGE.length, 2L * LARGE.length - 1);
  }
}

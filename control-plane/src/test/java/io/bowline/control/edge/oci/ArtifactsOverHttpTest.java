package io.bowline.control.edge.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.org.Issued;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Scope;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import io.bowline.model.identity.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArtifactsOverHttpTest {
  private static final byte[] LAYER = "a layer".repeat(10_000).getBytes(UTF_8);
  private static final Digest DIGEST = Digest.of(LAYER);
  private static ArtifactBench bench;
  private static HttpClient http;

  private final String suffix = UUID.randomUUID().toString().substring(0, 8);
  private final String product = "acme/product-" + suffix;
  private final String repository = "acme/releases-" + suffix;
  private final String images = "acme/images-" + suffix;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    bench = new ArtifactBench(folder);
    http = bench.client(Optional.empty());
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @Test
  void aStrangerIsToldWhereToLogInAndForWhat() throws Exception {
    var base = send(http, "GET", "/v2/", "");
    assertThat(base.statusCode()).isEqualTo(401);
    assertThat(challenge(base))
        .isEqualTo("Bearer realm=\"" + bench.address() + "/v2/token\",service=\"bowline\"");
    var blob = send(http, "GET", "/v2/" + repository + "/blobs/" + DIGEST, "");
    assertThat(blob.statusCode()).isEqualTo(401);
    assertThat(challenge(blob)).endsWith(",scope=\"repository:" + repository + ":pull\"");
    var push = send(http, "POST", "/v2/" + repository + "/blobs/uploads/", "");
    assertThat(challenge(push)).endsWith(",scope=\"repository:" + repository + ":pull,push\"");
    assertThat(send(http, "GET", "/v2/", "Bearer bwl_" + "x".repeat(43)).statusCode())
        .isEqualTo(401);
    assertThat(send(http, "GET", "/v2/token", basic("nobody")).statusCode()).isEqualTo(401);
    assertThat(send(http, "GET", "/v2/token", "").statusCode()).isEqualTo(401);
  }

  @Test
  void theVendorPushesAndAnEntitledOrganizationPullsAndNoMore() throws Exception {
    OrgId org = entitled();
    push(repository);
    push(images);
    String token = "Bearer " + bench.token(org, Scope.READ).text().revealText();
    for (String readable : new String[] {repository, images}) {
      var got = send(http, "GET", "/v2/" + readable + "/blobs/" + DIGEST, token);
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).isEqualTo(LAYER);
      assertThat(send(http, "POST", "/v2/" + readable + "/blobs/uploads/", token).statusCode())
          .isEqualTo(403);
      assertThat(send(http, "DELETE", "/v2/" + readable + "/blobs/" + DIGEST, token).statusCode())
          .isEqualTo(403);
    }
    String blind = "Bearer " + bench.token(org, Scope.WRITE).text().revealText();
    assertThat(send(http, "GET", "/v2/" + repository + "/blobs/" + DIGEST, blind).statusCode())
        .isEqualTo(404);
  }

  /// Every verb of every address, as whoever of another organization may come.
  @Test
  void aRepositoryOfOthersAnswersLikeOneThatIsNotThere() throws Exception {
    entitled();
    push(repository);
    String begun = begun();
    String upload = "blobs/uploads/" + begun.substring(begun.lastIndexOf('/') + 1);
    OrgId stranger = bench.organization();
    String token = bench.token(stranger, Scope.READ).text().revealText();
    HttpClient runner =
        bench.client(Optional.of(ArtifactBench.identity(stranger, Identity.Role.RUNNER)));
    String mount = "blobs/uploads/?mount=" + DIGEST;
    for (String path :
        new String[] {
          "blobs/" + DIGEST,
          "manifests/v1",
          "manifests/" + DIGEST,
          "tags/list",
          "referrers/" + DIGEST,
          "blobs/uploads/",
          mount,
          mount + "&from=" + images,
          upload,
          upload + "?digest=" + DIGEST
        }) {
      for (String method : new String[] {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}) {
        assertSameAsNowhere(http, method, path, _ -> "Bearer " + token);
        assertSameAsNowhere(http, method, path, name -> passFor(token, name));
        assertSameAsNowhere(http, method, path, _ -> "");
        assertSameAsNowhere(runner, method, path, _ -> "");
      }
    }
    String blob = "/v2/" + repository + "/blobs/" + DIGEST;
    assertThat(send(http, "GET", blob, "Bearer " + token).statusCode()).isEqualTo(404);
    assertThat(send(http, "GET", blob, passFor(token, repository)).statusCode()).isEqualTo(404);
    assertThat(send(runner, "GET", blob, "").statusCode()).isEqualTo(404);
  }

  private String begun() throws Exception {
    String bearer = "Bearer " + bench.publisher;
    return send(http, "POST", "/v2/" + repository + "/blobs/uploads/", bearer)
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  /// A pass for all that may be wished of it.
  private static String passFor(String token, String name) {
    try {
      return pass(token, "repository:" + name + ":pull,push,delete");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertSameAsNowhere(
      HttpClient client, String method, String path, UnaryOperator<String> authorization)
      throws Exception {
    String nowhere = "acme/nowhere-" + suffix;
    assertThat(told(client, method, repository, path, authorization.apply(repository)))
        .as(method + " " + path)
        .isEqualTo(told(client, method, nowhere, path, authorization.apply(nowhere)));
  }

  /// All that an answer tells, with the repository's name left out.
  private static String told(
      HttpClient client, String method, String name, String path, String authorization)
      throws Exception {
    var response = send(client, method, "/v2/" + name + "/" + path, authorization);
    Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
    headers.remove("date");
    String all = response.statusCode() + " " + headers + " " + new String(response.body(), UTF_8);
    return all.replaceAll("content-length=\\[\\d+]", "").replace(name, "<repository>");
  }

  @Test
  void anUploadGoesOnWithTheNextPassWhenOneEndsInItsMiddle() throws Exception {
    String scope = "repository:" + repository + ":pull,push";
    String first = pass(bench.publisher, scope);
    String upload =
        send(http, "POST", "/v2/" + repository + "/blobs/uploads/", first)
            .headers()
            .firstValue("Location")
            .orElseThrow();
    var half = BodyPublishers.ofByteArray(LAYER, 0, 30_000);
    assertThat(send(http, "PATCH", upload, first, half).statusCode()).isEqualTo(202);
    bench.clock.advance(Duration.ofMinutes(6));
    var rest = BodyPublishers.ofByteArray(LAYER, 30_000, LAYER.length - 30_000);
    String close = upload + "?digest=" + DIGEST;
    var ended = send(http, "PUT", close, first, rest);
    assertThat(ended.statusCode()).isEqualTo(401);
    assertThat(challenge(ended)).contains("scope=\"" + scope + "\"");
    String next = pass(bench.publisher, scope);
    assertThat(send(http, "GET", upload, next).headers().firstValue("Range")).contains("0-29999");
    assertThat(send(http, "PUT", close, next, rest).statusCode()).isEqualTo(201);
  }

  @Test
  void aPassIsGoodForWhatItWasAskedForUntilItEnds() throws Exception {
    push(repository);
    String pass = pass(bench.publisher, "repository:" + repository + ":pull");
    String blob = "/v2/" + repository + "/blobs/" + DIGEST;
    assertThat(send(http, "GET", blob, pass).statusCode()).isEqualTo(200);
    assertThat(send(http, "GET", "/v2/", pass).statusCode()).isEqualTo(200);
    var wider = send(http, "POST", "/v2/" + repository + "/blobs/uploads/", pass);
    assertThat(wider.statusCode()).isEqualTo(401);
    assertThat(challenge(wider)).contains("insufficient_scope");
    assertThat(send(http, "GET", "/v2/acme/other/blobs/" + DIGEST, pass).statusCode())
        .isEqualTo(401);
    String forged = pass.substring(0, pass.length() - 2) + (pass.endsWith("AA") ? "BB" : "AA");
    assertThat(send(http, "GET", blob, forged).statusCode()).isEqualTo(401);
    bench.clock.advance(Duration.ofMinutes(6));
    assertThat(send(http, "GET", blob, pass).statusCode()).isEqualTo(401);
  }

  @Test
  void aMountIsAskedForBothRepositoriesAtOnceAndNeedsBoth() throws Exception {
    push(images);
    String mount = "/v2/" + repository + "/blobs/uploads/?mount=" + DIGEST + "&from=" + images;
    String both = "repository:" + repository + ":pull,push repository:" + images + ":pull";
    assertThat(challenge(send(http, "POST", mount, ""))).contains("scope=\"" + both + "\"");
    String half = pass(bench.publisher, "repository:" + repository + ":pull,push");
    assertThat(challenge(send(http, "POST", mount, half))).contains("scope=\"" + both + "\"");
    assertThat(send(http, "POST", mount, pass(bench.publisher, both)).statusCode()).isEqualTo(201);
    String pushOnly = "repository:" + repository + ":push";
    assertThat(
            send(
                    http,
                    "POST",
                    "/v2/" + repository + "/blobs/uploads/",
                    pass(bench.publisher, pushOnly))
                .statusCode())
        .isEqualTo(202);
  }

  @Test
  void aPassOfARevokedTokenIsWorthNothingWithinSeconds() throws Exception {
    OrgId org = entitled();
    push(repository);
    Issued.Granted token = bench.token(org, Scope.READ);
    String pass = pass(token.text().revealText(), "repository:" + repository + ":pull");
    String blob = "/v2/" + repository + "/blobs/" + DIGEST;
    assertThat(send(http, "GET", blob, pass).statusCode()).isEqualTo(200);
    Principal staff =
        new Principal.Staff(new TokenId(new UUID(1, 1)), "test", EnumSet.allOf(Scope.class));
    bench.tokens.revoke(org, token.token().id(), staff);
    bench.clock.advance(Duration.ofSeconds(3));
    assertThat(send(http, "GET", blob, pass).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource
  void aRunnersCertificateReadsWhatItsOrganizationMayAndGetsPasses(HttpClient.Version version)
      throws Exception {
    OrgId org = entitled();
    push(repository);
    String blob = "/v2/" + repository + "/blobs/" + DIGEST;
    Identity enrolled = ArtifactBench.identity(org, Identity.Role.RUNNER);
    HttpClient runner = bench.client(Optional.of(enrolled), version);
    assertThat(send(runner, "GET", blob, "").body()).isEqualTo(LAYER);
    var login = send(runner, "GET", "/v2/token?scope=repository:" + repository + ":pull", "");
    String pass = "Bearer " + new JsonMapper().readTree(login.body()).path("token").asText();
    assertThat(send(http, "GET", blob, pass).statusCode()).isEqualTo(200);
    HttpClient foreign =
        bench.client(
            Optional.of(ArtifactBench.identity(bench.organization(), Identity.Role.RUNNER)),
            version);
    assertThat(send(foreign, "GET", blob, "").statusCode()).isEqualTo(404);
    HttpClient collector =
        bench.client(Optional.of(ArtifactBench.identity(org, Identity.Role.COLLECTOR)), version);
    assertThat(send(collector, "GET", blob, "").statusCode()).isEqualTo(401);
    ArtifactBench.revoke(enrolled);
    assertThat(send(runner, "GET", blob, "").statusCode()).isEqualTo(401);
    bench.clock.advance(Duration.ofSeconds(3));
    assertThat(send(http, "GET", blob, pass).statusCode()).isEqualTo(401);
  }

  @Test
  void aLargeBlobStreamsInAndOutWholly() throws Exception {
    stream(32L << 20);
  }

  /// With `-Dsurefire.jvm=-Xmx160m` this shows that memory does not grow with the blob.
  @Test
  @Tag("nightly")
  void aGigabyteStreamsInAndOutWholly() throws Exception {
    stream(1L << 30);
  }

  private void stream(long size) throws Exception {
    String path = "/v2/" + repository + "/blobs/";
    var begun = send(http, "POST", path + "uploads/", "Bearer " + bench.publisher);
    String upload = begun.headers().firstValue("Location").orElseThrow();
    Digest digest = digestOf(generated(size));
    var put =
        send(
            http,
            "PUT",
            upload + "?digest=" + digest,
            "Bearer " + bench.publisher,
            BodyPublishers.ofInputStream(() -> generated(size)));
    assertThat(put.statusCode()).isEqualTo(201);
    HttpRequest get = request("GET", path + digest, "Bearer " + bench.publisher).build();
    var got = http.send(get, BodyHandlers.ofInputStream());
    assertThat(digestOf(got.body())).isEqualTo(digest);
  }

  @Test
  void anUploadThatBreaksOffGoesOnWhereItStopped() throws Exception {
    var begun =
        send(http, "POST", "/v2/" + repository + "/blobs/uploads/", "Bearer " + bench.publisher);
    String upload = begun.headers().firstValue("Location").orElseThrow();
    assertThatThrownBy(() ->
            send(
                http,
                "PATCH",
                upload,
                "Bearer " + bench.publisher,
                BodyPublishers.ofInputStream(() ->
                    new SequenceInputStream(
                        new java.io.ByteArrayInputStream(LAYER, 0, 40_000), new Breaking()))))
        .isInstanceOf(IOException.class);
    var status = send(http, "GET", upload, "Bearer " + bench.publisher);
    while (status.statusCode() == 429) {
      status = send(http, "GET", upload, "Bearer " + bench.publisher);
    }
    assertThat(status.statusCode()).isEqualTo(204);
    String range = status.headers().firstValue("Range").orElseThrow();
    int next = Integer.parseInt(range.substring(2)) + (range.equals("0-0") ? 0 : 1);
    var put =
        send(
            http,
            "PUT",
            upload + "?digest=" + DIGEST,
            "Bearer " + bench.publisher,
            BodyPublishers.ofByteArray(LAYER, next, LAYER.length - next));
    assertThat(put.statusCode()).isEqualTo(201);
  }

  @Test
  void aRefusedUploadDoesNotHoldTheServer() throws Exception {
    String path = "/v2/" + repository + "/blobs/uploads/?digest=" + DIGEST;
    for (int i = 0; i < 3; i++) {
      try {
        var refused = send(http, "POST", path, "", BodyPublishers.ofByteArray(new byte[1 << 20]));
        assertThat(refused.statusCode()).isEqualTo(401);
      } catch (IOException closedWhileSending) {
        assertThat(closedWhileSending).isNotNull();
      }
    }
    assertThat(send(http, "GET", "/v2/", "Bearer " + bench.publisher).statusCode()).isEqualTo(200);
  }

  private OrgId entitled() {
    bench.release(product, repository, images);
    OrgId org = bench.organization();
    bench.catalog.entitle(org, product, "test");
    return org;
  }

  private void push(String target) throws Exception {
    var pushed =
        send(
            http,
            "POST",
            "/v2/" + target + "/blobs/uploads/?digest=" + DIGEST,
            pass(bench.publisher, "repository:" + target + ":pull,push"),
            BodyPublishers.ofByteArray(LAYER));
    assertThat(pushed.statusCode()).isEqualTo(201);
  }

  private static String pass(String token, String scope) throws Exception {
    String path = "/v2/token?service=bowline&scope=" + URLEncoder.encode(scope, UTF_8);
    var login = send(http, "GET", path, basic(token));
    assertThat(login.statusCode()).isEqualTo(200);
    return "Bearer " + new JsonMapper().readTree(login.body()).path("token").asText();
  }

  private static String basic(String token) {
    return "Basic " + Base64.getEncoder().encodeToString(("anyone:" + token).getBytes(UTF_8));
  }

  private static String challenge(HttpResponse<byte[]> response) {
    return response.headers().firstValue("WWW-Authenticate").orElse("");
  }

  private static HttpResponse<byte[]> send(
      HttpClient client, String method, String path, String authorization) throws Exception {
    return send(client, method, path, authorization, BodyPublishers.noBody());
  }

  private static HttpResponse<byte[]> send(
      HttpClient client, String method, String path, String authorization, BodyPublisher body)
      throws Exception {
    return client.send(
        request(method, path, authorization).method(method, body).build(),
        BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder request(String method, String path, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(bench.address().resolve(path))
            .method(method, BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(60));
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private static Digest digestOf(InputStream bytes) throws IOException {
    MessageDigest hash = Digest.Algorithm.SHA256.hash();
    try (bytes) {
      byte[] buffer = new byte[1 << 16];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        hash.update(buffer, 0, read);
      }
    }
    return Digest.finish(Digest.Algorithm.SHA256, hash);
  }

  /// The same bytes each time, however they are read.
  private static InputStream generated(long size) {
    return new InputStream() {
      private long position;

      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        int count = (int) Math.min(length, size - position);
        for (int i = 0; i < count; i++) {
          long at = position + i;
          bytes[offset + i] = (byte) ((at * 31) ^ (at >>> 11));
        }
        position += count;
        return count == 0 && length > 0 ? -1 : count;
      }
    };
  }

  private static final class Breaking extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the client's disk fell off");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("the client's disk fell off");
    }
  }
}

package io.bowline.control.edge.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.model.artifact.Digest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.GoAway;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The control plane's own listener in HTTP/2: many requests on one connection, none of which is
/// another's trouble.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Timeout(120)
class SharedConnectionTest {
  private static final int LARGE = 6 << 20;
  private static final int RUNNERS_MOST = 64;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final long TOO_OFTEN = 201;

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Vertx vertx;

  private final String repository =
      "shared/connection-" + UUID.randomUUID().toString().substring(0, 8);
  private TestCaller staff;
  private HttpClient client;

  @BeforeEach
  void connect() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2MaxPoolSize(1)
                .setHttp2ConnectionWindowSize(1 << 20)
                .setTrustOptions(TrustOptions.wrap(TestTrust.of(authority))));
  }

  @AfterEach
  void close() {
    done(client.close());
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private Digest pushed(byte[] blob) throws Exception {
    Digest digest = Digest.of(blob);
    HttpResponse<Void> response =
        staff
            .client()
            .send(
                staff
                    .request("/v2/" + repository + "/blobs/uploads/?digest=" + digest)
                    .expectContinue(true)
                    .POST(BodyPublishers.ofByteArray(blob))
                    .build(),
                BodyHandlers.discarding());
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
    return digest;
  }

  private HttpClientRequest asked(String path) {
    return done(
        client.request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("localhost")
                .setPort(address.getPort())
                .setURI(path)
                .addHeader("Authorization", "Bearer " + owner.token())));
  }

  private static Buffer body(HttpClientRequest request) {
    return done(request.send().compose(HttpClientResponse::body));
  }

  /// More than every window of the connection goes up, after an invitation, and comes down.
  @Test
  void aLargeBlobGoesUpAndComesDown() throws Exception {
    byte[] blob = new byte[LARGE];
    Digest digest = pushed(blob);
    Buffer got = body(asked("/v2/" + repository + "/blobs/" + digest));
    assertThat(Digest.of(got.getBytes())).isEqualTo(digest);
  }

  @Test
  void aRunnersRequestsHaveRoomOnOneConnection() throws Exception {
    Digest digest = pushed("small".getBytes(UTF_8));
    HttpConnection connection = asked("/v2/").connection();
    assertThat(connection.remoteSettings().getMaxConcurrentStreams())
        .isBetween((long) RUNNERS_MOST, 1000L);
    List<Future<Buffer>> bodies = new ArrayList<>();
    for (int i = 0; i < RUNNERS_MOST; i++) {
      HttpClientRequest request = asked("/v2/" + repository + "/blobs/" + digest);
      assertThat(request.connection()).isSameAs(connection);
      bodies.add(request.send().compose(HttpClientResponse::body));
    }
    assertThat(bodies).allSatisfy(body -> assertThat(done(body)).hasToString("small"));
  }

  @Test
  void aReaderThatStandsStillKeepsNobodyElseOfItsConnection() throws Exception {
    Digest large = pushed(new byte[LARGE]);
    Digest small = pushed("small".getBytes(UTF_8));
    HttpClientRequest first = asked("/v2/" + repository + "/blobs/" + large);
    var held = new CompletableFuture<HttpClientResponse>();
    first.response().onSuccess(response -> held.complete(response.pause()));
    done(first.end());
    HttpClientResponse still = held.get(60, TimeUnit.SECONDS);
    for (int i = 0; i < 10; i++) {
      HttpClientRequest other = asked("/v2/" + repository + "/blobs/" + small);
      assertThat(other.connection()).isSameAs(first.connection());
      assertThat(body(other)).hasToString("small");
    }
    var body = new CompletableFuture<Integer>();
    var size = new int[1];
    still.handler(some -> size[0] += some.length());
    still.endHandler(_ -> body.complete(size[0]));
    still.exceptionHandler(body::completeExceptionally);
    still.resume();
    assertThat(body.get(60, TimeUnit.SECONDS)).isEqualTo(LARGE);
  }

  @Test
  void whoTakesRequestsBackAsSoonAsTheyAreBegunIsSentAway() throws Exception {
    HttpConnection connection = asked("/v2/").connection();
    var gone = new CompletableFuture<GoAway>();
    connection.goAwayHandler(gone::complete);
    for (int i = 0; i < TOO_OFTEN && !gone.isDone(); i++) {
      HttpClientRequest request = asked("/v2/");
      request.exceptionHandler(_ -> {});
      request.sendHead().onComplete(_ -> request.reset());
    }
    assertThat(gone.get(60, TimeUnit.SECONDS).getErrorCode()).isEqualTo(ENHANCE_YOUR_CALM);
    assertThat(staff.get("/api/v1/installs").status()).isEqualTo(200);
  }
}

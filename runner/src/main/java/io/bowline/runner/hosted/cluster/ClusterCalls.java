package io.bowline.runner.hosted.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.kubeconfig.ClusterCredential;
import io.bowline.cloud.kubeconfig.ClusterTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Calls of one cluster's API, all to the address that was looked at before. An answer is taken
/// only up to a size and within a time; a redirect is none. Close it when done.
public final class ClusterCalls implements ClusterReads, AutoCloseable {
  /// The largest answer that is taken: a runner's heap is small.
  public static final int LARGEST_ANSWER = 4 * 1024 * 1024;

  private static final int DEEPEST = 200;
  private static final int MOST_TOKENS = 300_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxStringLength(LARGEST_ANSWER)
                .maxTokenCount(MOST_TOKENS)
                .build());
  }

  private final Tunnel tunnel;
  private final HttpClient client;
  private final ClusterAccess access;
  private final URI base;
  private final Duration limit;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ClusterCalls(Tunnel tunnel, HttpClient client, ClusterAccess access, Duration limit) {
    this.tunnel = tunnel;
    this.client = client;
    this.access = access;
    this.limit = limit;
    base = base(access);
  }

  /// Calls through a tunnel, each within a time.
  static ClusterCalls through(Tunnel tunnel, ClusterAccess access, Duration limit)
      throws CallFailure {
    try {
      HttpClient client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(Redirect.NEVER)
              .proxy(ProxySelector.of(tunnel.front()))
              .sslContext(ClusterTls.context(access))
              .build();
      return new ClusterCalls(tunnel, client, access, limit);
    } catch (GeneralSecurityException e) {
      throw new CallFailure(
          "The kubeconfig's certificates cannot be used. Upload one with certificates in PEM.", e);
    }
  }

  /// The name that the certificate has to have stands in the address, since the way there is known.
  private static URI base(ClusterAccess access) {
    URI server = access.server();
    String host = access.tlsServerName().orElseGet(server::getHost).toLowerCase(Locale.ROOT);
    int port = server.getPort() < 0 ? 443 : server.getPort();
    String path = server.getRawPath() == null ? "" : server.getRawPath().replaceAll("/+$", "");
    return URI.create("https://%s:%d%s".formatted(host, port, path));
  }

  @Override
  public Answer get(String path) throws CallFailure, InterruptedException {
    return send(request(path).GET());
  }

  /// Asks something that is no object, such as a review.
  public Answer post(String path, JsonNode body) throws CallFailure, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /// Server-side apply.
  public Answer apply(String path, ObjectNode object) throws CallFailure, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/apply-patch+yaml")
            .method("PATCH", BodyPublishers.ofString(object.toString())));
  }

  /// Deletes, under the conditions of the options.
  public Answer delete(String path, ObjectNode options) throws CallFailure, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method("DELETE", BodyPublishers.ofString(options.toString())));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Accept", "application/json")
            .header("User-Agent", "bowline");
    if (access.credential() instanceof ClusterCredential.Token token) {
      request.header("Authorization", "Bearer " + token.text());
    }
    return request;
  }

  private Answer send(HttpRequest.Builder request) throws CallFailure, InterruptedException {
    return inTime(() -> {
      HttpResponse<InputStream> response =
          client.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() >= 300 && response.statusCode() < 400) {
          throw new CallFailure(
              "The server leads elsewhere, which is not followed. Give the address of the"
                  + " cluster's API itself.");
        }
        byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
        if (bytes.length > LARGEST_ANSWER) {
          throw tooMuch();
        }
        return new Answer(response.statusCode(), json(bytes));
      }
    });
  }

  /// The client's own limit ends with the head of an answer.
  private Answer inTime(Callable<Answer> call) throws CallFailure, InterruptedException {
    Future<Answer> ended = threads.submit(call);
    try {
      return ended.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new CallFailure(
          "The server did not answer within %d s. Look whether the cluster's API is up, and try"
                  .formatted(limit.toSeconds())
              + " again.",
          e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      ended.cancel(true);
    }
  }

  private CallFailure failure(@Nullable Throwable cause) {
    return switch (cause) {
      case CallFailure told -> told;
      case SSLException tls ->
          new CallFailure(
              "The server does not prove that it is the cluster: its certificate is for another"
                  + " name, expired, or signed by nobody whom the kubeconfig names in"
                  + " certificate-authority-data. Upload a kubeconfig that fits the cluster.",
              tls);
      case IOException broken when tunnel.isOverrun() -> tooMuch();
      case IOException broken ->
          new CallFailure(
              "The connection to the server broke off, or what it speaks is not HTTP. Look whether"
                  + " the address is that of the cluster's API.",
              broken);
      case null, default ->
          new CallFailure(
              "The server's answer could not be read (%s)."
                  .formatted(cause == null ? "?" : cause.getClass().getSimpleName()),
              cause == null ? new IllegalStateException("no cause") : cause);
    };
  }

  private static CallFailure tooMuch() {
    return new CallFailure(
        "The server answers with more than a cluster would, which is not read to its end. Look"
            + " whether the address is that of the cluster's API.");
  }

  private static JsonNode json(byte[] bytes) throws IOException {
    try {
      JsonNode read = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      return read == null ? MissingNode.getInstance() : read;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.shutdownNow();
    tunnel.close();
  }
}

package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Calls the API over its real HTTPS listener, trusting the built-in CA.
public final class TestCaller {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final String base;
  private final String token;

  private TestCaller(HttpClient client, String base, String token) {
    this.client = client;
    this.base = base;
    this.token = token;
  }

  /// An answer with its JSON body, if it has one.
  public record Answer(HttpResponse<String> raw, JsonNode body) {
    public int status() {
      return raw.statusCode();
    }

    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  public static TestCaller to(int port, X509ExtendedTrustManager trust) {
    return to(port, trust, new KeyManager[0]);
  }

  /// Calls with a client's certificate.
  static TestCaller to(int port, X509ExtendedTrustManager trust, KeyManager... keys) {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(keys, new TrustManager[] {trust}, null);
      HttpClient client = HttpClient.newBuilder().sslContext(tls).build();
      return new TestCaller(client, "https://localhost:" + port, "");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The same caller by HTTP/1.1; else it is HTTP/2.
  TestCaller byOldHttp() {
    HttpClient old =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(client.sslContext())
            .build();
    return new TestCaller(old, base, token);
  }

  public TestCaller with(String bearer) {
    return new TestCaller(client, base, bearer);
  }

  public HttpClient client() {
    return client;
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  /// Founds an organization that may run `acme/streaming`.
  ///
  /// @return its id
  public String organization() {
    String name = "org-" + UUID.randomUUID().toString().substring(0, 8);
    Answer founded = post("/api/v1/organizations", "{\"name\":\"%s\"}".formatted(name));
    assertThat(founded.status()).as(founded.raw().body()).isEqualTo(201);
    String org = founded.body().path("id").asText();
    HttpRequest.Builder entitle =
        request("/api/v1/organizations/" + org + "/entitlements")
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"product\":\"acme/streaming\"}"));
    assertThat(send(entitle).status()).isEqualTo(200);
    return org;
  }

  /// Comes into an organization, for staff.
  ///
  /// @return the access
  public String enters(String org) {
    Answer entered =
        post(
            "/api/v1/organizations/%s/staff-accesses".formatted(org),
            "{\"reason\":\"to see\",\"hours\":1}");
    assertThat(entered.status()).as(entered.raw().body()).isEqualTo(201);
    assertThat(entered.body().path("state").asText()).isEqualTo("active");
    return entered.body().path("id").asText();
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  public Answer post(String path, String json, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
      return new Answer(response, json ? JSON.readTree(response.body()) : JSON.createObjectNode());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

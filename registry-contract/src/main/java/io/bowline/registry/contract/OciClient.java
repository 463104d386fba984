package io.bowline.registry.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// A plain client of the distribution API that leaves every decision to the test.
public final class OciClient {
  private static final JsonMapper JSON = new JsonMapper();
  private final HttpClient http;
  private final URI base;
  private final Optional<Login> login;
  private Optional<String> pass = Optional.empty();

  public OciClient(URI base) {
    this(
        base,
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
        Optional.empty());
  }

  /// @param login what it does where it is asked to sign in; else the test gets the answer
  public OciClient(URI base, HttpClient http, Optional<Login> login) {
    this.base = base;
    this.http = http;
    this.login = login;
  }

  public HttpResponse<byte[]> send(String method, String path, String... headers) {
    return send(method, path, BodyPublishers.noBody(), headers);
  }

  public HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
    return send(method, path, BodyPublishers.ofByteArray(body), headers);
  }

  public HttpResponse<byte[]> stream(String method, String path, byte[] body, String... headers) {
    return send(
        method, path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), headers);
  }

  private HttpResponse<byte[]> send(
      String method, String path, BodyPublisher body, String... headers) {
    HttpResponse<byte[]> response = once(method, path, body, headers);
    if (response.statusCode() == 401 && login.isPresent()) {
      pass = Optional.of(login.get().pass(http, header(response, "WWW-Authenticate")));
      return once(method, path, body, headers);
    }
    return response;
  }

  private HttpResponse<byte[]> once(
      String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, body)
            .timeout(Duration.ofSeconds(60));
    pass.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Begins an upload and answers where it goes on.
  public String begin(String repository) {
    HttpResponse<byte[]> begun = send("POST", "/v2/" + repository + "/blobs/uploads/");
    assertThat(begun.statusCode()).isEqualTo(202);
    return location(begun);
  }

  /// Pushes a blob by POST and PUT.
  public Digest pushBlob(String repository, byte[] bytes) {
    return pushBlob(repository, bytes, Digest.of(bytes));
  }

  public Digest pushBlob(String repository, byte[] bytes, Digest digest) {
    HttpResponse<byte[]> put =
        send(
            "PUT",
            with(begin(repository), "digest=" + digest),
            bytes,
            "Content-Type",
            "application/octet-stream");
    assertThat(put.statusCode()).as(text(put)).isEqualTo(201);
    return digest;
  }

  public Digest pushManifest(String repository, String reference, Manifests.Text manifest) {
    HttpResponse<byte[]> put =
        send(
            "PUT",
            "/v2/" + repository + "/manifests/" + reference,
            manifest.bytes(),
            "Content-Type",
            manifest.mediaType());
    assertThat(put.statusCode()).as(text(put)).isEqualTo(201);
    return manifest.digest();
  }

  public static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return json(response.body());
    } catch (UncheckedIOException e) {
      throw new AssertionError(text(response), e);
    }
  }

  static JsonNode json(byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The first error's code.
  public static String code(HttpResponse<byte[]> response) {
    return json(response).path("errors").path(0).path("code").asText();
  }

  public static Stream<JsonNode> entries(JsonNode array) {
    return array.valueStream();
  }

  public static String text(HttpResponse<byte[]> response) {
    return response.statusCode() + " " + new String(response.body(), UTF_8);
  }

  public static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("(no " + name + ")");
  }

  public static String location(HttpResponse<byte[]> response) {
    return header(response, "Location");
  }

  public static String with(String location, String parameter) {
    return location + (location.contains("?") ? "&" : "?") + parameter;
  }

  public static Digest sha512(byte[] bytes) {
    MessageDigest hash = Digest.Algorithm.SHA512.hash();
    hash.update(bytes);
    return Digest.finish(Digest.Algorithm.SHA512, hash);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}

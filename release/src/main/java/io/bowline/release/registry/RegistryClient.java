package io.bowline.release.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gets and puts artifacts, one after the other; mirroring of images is the runner's own engine,
/// not this.
public final class RegistryClient {
  private static final int MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
  private static final int MAX_ERROR_BYTES = 64 * 1024;
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String ACCEPT =
      "application/vnd.oci.image.manifest.v1+json, "
          + INDEX
          + ", application/vnd.docker.distribution.manifest.v2+json"
          + ", application/vnd.docker.distribution.manifest.list.v2+json";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final RegistryHttp http;
  private final URI base;

  /// @param http carries trust and, where the registry wants one, the client certificate
  /// @param base scheme, host and port of the registry
  public RegistryClient(HttpClient http, URI base, Login login) {
    this.base = base;
    this.http = new RegistryHttp(http, base, login);
  }

  /// Host and port, as names of images begin.
  public String authority() {
    return base.getAuthority();
  }

  /// A manifest that refers to another one.
  public record Referrer(Digest digest, String artifactType) {}

  /// The digest behind a tag.
  public Optional<Digest> digest(String repository, String tag) throws IOException {
    var request =
        HttpRequest.newBuilder(manifestUri(repository, tag)).HEAD().header("Accept", ACCEPT);
    RegistryHttp.Answer answer = http.send(repository, request, MAX_ERROR_BYTES);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    require(answer, 200, "look up " + repository + ":" + tag);
    Optional<String> header = answer.header("Docker-Content-Digest");
    return header.isPresent()
        ? Optional.of(parse(header.get()))
        : manifest(repository, tag).map(Digest::of);
  }

  /// A manifest's exact bytes; checked when it is asked for by digest.
  public Optional<byte[]> manifest(String repository, String reference) throws IOException {
    var request = HttpRequest.newBuilder(manifestUri(repository, reference)).GET();
    RegistryHttp.Answer answer =
        http.send(repository, request.header("Accept", ACCEPT), MAX_MANIFEST_BYTES);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    require(answer, 200, "get " + repository + "@" + reference);
    if (reference.contains(":")) {
      check(Digest.parse(reference), answer.body(), repository);
    }
    return Optional.of(answer.body());
  }

  /// Puts a manifest under a tag or its digest.
  public void putManifest(String repository, String reference, String mediaType, byte[] bytes)
      throws IOException {
    var request =
        HttpRequest.newBuilder(manifestUri(repository, reference))
            .header("Content-Type", mediaType)
            .PUT(BodyPublishers.ofByteArray(bytes));
    RegistryHttp.Answer answer = http.send(repository, request, MAX_ERROR_BYTES);
    require(answer, 201, "put manifest " + repository + ":" + reference);
  }

  /// A blob's bytes, checked.
  ///
  /// @param size what its descriptor says
  public byte[] blob(String repository, Digest digest, long size) throws IOException {
    var request = HttpRequest.newBuilder(uri(repository, "blobs/" + digest)).GET();
    RegistryHttp.Answer answer = http.send(repository, request, size);
    require(answer, 200, "get blob " + digest + " of " + repository);
    check(digest, answer.body(), repository);
    return answer.body();
  }

  /// Writes a blob to a stream, checked: when this returns, it was all of it and nothing else.
  ///
  /// @param size what its descriptor says
  /// @throws RegistryRefused after what was written already, when it is not
  public void copyBlob(String repository, Digest digest, long size, OutputStream out)
      throws IOException {
    var request = HttpRequest.newBuilder(uri(repository, "blobs/" + digest)).GET();
    var hash = digest.algorithm().hash();
    RegistryHttp.Answer answer =
        http.stream(repository, request, size, MAX_ERROR_BYTES, new DigestOutputStream(out, hash));
    require(answer, 200, "get blob " + digest + " of " + repository);
    if (!Digest.finish(digest.algorithm(), hash).equals(digest)) {
      throw otherBytes(repository, digest);
    }
  }

  /// Whether a blob is there.
  public boolean hasBlob(String repository, Digest digest) throws IOException {
    var head = HttpRequest.newBuilder(uri(repository, "blobs/" + digest)).HEAD();
    return http.send(repository, head, MAX_ERROR_BYTES).status() == 200;
  }

  /// Where the bytes of a blob come from; opened again when the registry asks for a login first.
  public interface Source {
    /// From the first byte.
    InputStream open() throws IOException;
  }

  /// Puts a blob unless it is there.
  public void putBlob(String repository, byte[] bytes) throws IOException {
    putBlob(repository, Digest.of(bytes), BodyPublishers.ofByteArray(bytes));
  }

  /// Puts a blob unless it is there.
  public void putBlob(String repository, Digest digest, long size, Source source)
      throws IOException {
    BodyPublisher body =
        BodyPublishers.ofInputStream(() -> {
          try {
            return source.open();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    putBlob(
        repository,
        digest,
        size == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(body, size));
  }

  private void putBlob(String repository, Digest digest, BodyPublisher body) throws IOException {
    if (hasBlob(repository, digest)) {
      return;
    }
    var begin =
        HttpRequest.newBuilder(uri(repository, "blobs/uploads/")).POST(BodyPublishers.noBody());
    RegistryHttp.Answer begun = http.send(repository, begin, MAX_ERROR_BYTES);
    require(begun, 202, "begin an upload to " + repository);
    String location = begun.header("Location").orElse("");
    URI target = http.resolve(location + (location.contains("?") ? "&" : "?") + "digest=" + digest);
    var put =
        HttpRequest.newBuilder(target).header("Content-Type", "application/octet-stream").PUT(body);
    require(http.send(repository, put, MAX_ERROR_BYTES), 201, "put blob " + digest);
  }

  /// Manifests of a type that refer to this one: by the referrers API, else by the tag that stands
  /// in for it.
  public List<Referrer> referrers(String repository, Digest subject, String artifactType)
      throws IOException {
    return referrers(repository, subject).stream()
        .filter(referrer -> referrer.artifactType().equals(artifactType))
        .toList();
  }

  /// Every manifest that refers to this one.
  public List<Referrer> referrers(String repository, Digest subject) throws IOException {
    var request = HttpRequest.newBuilder(uri(repository, "referrers/" + subject)).GET();
    RegistryHttp.Answer answer = http.send(repository, request, MAX_MANIFEST_BYTES);
    byte[] index;
    if (answer.status() == 200) {
      index = answer.body();
    } else {
      Optional<byte[]> tagged = manifest(repository, fallbackTag(subject));
      if (tagged.isEmpty()) {
        return List.of();
      }
      index = tagged.get();
    }
    List<Referrer> found = new ArrayList<>();
    for (JsonNode entry : tree(index).path("manifests")) {
      found.add(
          new Referrer(parse(entry.path("digest").asText()), entry.path("artifactType").asText()));
    }
    return found;
  }

  /// Puts a manifest that has a subject; where the registry does not keep referrers itself, the
  /// stand-in tag is kept for it.
  public void putReferrer(
      String repository, Digest subject, String mediaType, String artifactType, byte[] bytes)
      throws IOException {
    Digest digest = Digest.of(bytes);
    var request =
        HttpRequest.newBuilder(manifestUri(repository, digest.toString()))
            .header("Content-Type", mediaType)
            .PUT(BodyPublishers.ofByteArray(bytes));
    RegistryHttp.Answer answer = http.send(repository, request, MAX_ERROR_BYTES);
    require(answer, 201, "put manifest " + repository + "@" + digest);
    if (answer.header("OCI-Subject").isEmpty()) {
      appendToFallback(repository, subject, mediaType, artifactType, bytes);
    }
  }

  private void appendToFallback(
      String repository, Digest subject, String mediaType, String artifactType, byte[] bytes)
      throws IOException {
    Optional<byte[]> present = manifest(repository, fallbackTag(subject));
    ObjectNode index =
        present.isPresent() && tree(present.get()) instanceof ObjectNode object
            ? object
            : JsonNodeFactory.instance.objectNode();
    index.put("schemaVersion", 2).put("mediaType", INDEX);
    Digest digest = Digest.of(bytes);
    var manifests = index.withArray("manifests");
    for (JsonNode entry : manifests) {
      if (entry.path("digest").asText().equals(digest.toString())) {
        return;
      }
    }
    manifests
        .addObject()
        .put("mediaType", mediaType)
        .put("digest", digest.toString())
        .put("size", bytes.length)
        .put("artifactType", artifactType);
    putManifest(
        repository, fallbackTag(subject), INDEX, index.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String fallbackTag(Digest subject) {
    return subject.algorithm().label() + "-" + subject.hex();
  }

  private URI manifestUri(String repository, String reference) {
    return uri(repository, "manifests/" + reference);
  }

  private URI uri(String repository, String rest) {
    if (!ImageReference.isRepository(repository)) {
      throw new IllegalArgumentException("'" + repository + "' is no repository");
    }
    return base.resolve("/v2/" + repository + "/" + rest);
  }

  private static void check(Digest expected, byte[] bytes, String repository)
      throws RegistryRefused {
    if (!matches(expected, bytes)) {
      throw otherBytes(repository, expected);
    }
  }

  private static RegistryRefused otherBytes(String repository, Digest expected) {
    return new RegistryRefused(
        0, "registry answers for " + repository + "@" + expected + " with other bytes");
  }

  private static boolean matches(Digest expected, byte[] bytes) {
    var hash = expected.algorithm().hash();
    hash.update(bytes);
    return Digest.finish(expected.algorithm(), hash).equals(expected);
  }

  private void require(RegistryHttp.Answer answer, int status, String what) throws RegistryRefused {
    if (answer.status() == status) {
      return;
    }
    String reason =
        switch (answer.status()) {
          case 401 -> "it wants a login (or another one)";
          case 403 -> "this login may not do that";
          case 404 -> "it is not there";
          case 429 -> "it asks to come back later";
          default -> "it answers " + answer.status();
        };
    String said = said(answer.body());
    throw new RegistryRefused(
        answer.status(),
        "cannot %s at %s: %s%s"
            .formatted(what, base.getAuthority(), reason, said.isEmpty() ? "" : " (" + said + ")"));
  }

  private static String said(byte[] body) {
    try {
      JsonNode error = JSON.readTree(body).path("errors").path(0);
      String text = error.path("code").asText() + " " + error.path("message").asText();
      return text.strip().replaceAll("[^\\x20-\\x7e]", "?");
    } catch (IOException e) {
      return ""; // an answer without the specification's error says no more than its status
    }
  }

  private static JsonNode tree(byte[] bytes) throws IOException {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new RegistryRefused(200, "the registry's list of referrers is not JSON");
    }
  }

  private static Digest parse(String text) throws RegistryRefused {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw new RegistryRefused(200, "the registry gives a digest that is none");
    }
  }
}

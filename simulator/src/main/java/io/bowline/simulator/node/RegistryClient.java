package io.bowline.simulator.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.simulator.json.MalformedJson;
import io.bowline.simulator.json.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Pulls what a node must know of an image: its manifest and its configuration.
final class RegistryClient {
  private static final int LARGEST = 4 * 1024 * 1024;
  private static final String ACCEPT =
      "application/vnd.oci.image.manifest.v1+json,application/vnd.oci.image.index.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json";

  private final Nodes.OwnRegistry own;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  RegistryClient(Nodes.OwnRegistry own) {
    this.own = own;
  }

  Image pull(ImageReference reference) throws PullFailed, InterruptedException {
    String base = "http://" + reference.registry() + "/v2/" + reference.repository();
    String wanted =
        reference.digest().map(Digest::toString).orElse(reference.tag().orElse("latest"));
    byte[] bytes = get(reference, base + "/manifests/" + wanted);
    reference.digest().ifPresent(digest -> verify(reference, digest, bytes));
    JsonNode manifest = parse(reference, bytes);
    if (manifest.has("manifests")) {
      Digest platform = platform(reference, manifest);
      byte[] inner = get(reference, base + "/manifests/" + platform);
      manifest = parse(reference, inner);
    }
    for (ObjectNode layer : Tree.objects(manifest, "layers")) {
      head(reference, base + "/blobs/" + Tree.text(layer, "digest"));
    }
    String config = Tree.text(manifest, "config", "digest");
    return image(config, parse(reference, get(reference, base + "/blobs/" + config)));
  }

  private static void verify(ImageReference reference, Digest digest, byte[] bytes) {
    if (!Digest.of(bytes).equals(digest)) {
      throw new IllegalStateException(
          "the registry sent other bytes than " + digest + " for " + reference);
    }
  }

  private static Digest platform(ImageReference reference, JsonNode index) throws PullFailed {
    List<ObjectNode> entries = Tree.objects(index, "manifests");
    return entries.stream()
        .filter(e -> Tree.text(e, "platform", "architecture").equals("amd64"))
        .findFirst()
        .or(() -> entries.stream().findFirst())
        .map(e -> Digest.parse(Tree.text(e, "digest")))
        .orElseThrow(() ->
            new PullFailed("failed to pull image \"" + reference + "\": no match for platform"));
  }

  private static Image image(String id, JsonNode config) {
    JsonNode run = Tree.at(config, "config");
    Map<String, String> environment = new TreeMap<>();
    for (String variable : strings(Tree.at(run, "Env"))) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    Map<String, String> labels = new TreeMap<>();
    Tree.at(run, "Labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new Image(
        id, strings(Tree.at(run, "Entrypoint")), strings(Tree.at(run, "Cmd")), environment, labels);
  }

  private static List<String> strings(JsonNode array) {
    List<String> read = new ArrayList<>();
    array.forEach(item -> read.add(item.asText()));
    return read;
  }

  private static JsonNode parse(ImageReference reference, byte[] bytes) throws PullFailed {
    try {
      return Tree.parseObject(bytes);
    } catch (MalformedJson e) {
      throw new PullFailed(
          "failed to pull image \"" + reference + "\": not a manifest: " + e.getMessage());
    }
  }

  private byte[] get(ImageReference reference, String url) throws PullFailed, InterruptedException {
    try {
      HttpResponse<InputStream> response =
          http.send(
              request(reference, url).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(LARGEST);
        check(reference, url, response.statusCode());
        return bytes;
      }
    } catch (IOException e) {
      throw unreachable(reference, e);
    }
  }

  private void head(ImageReference reference, String url) throws PullFailed, InterruptedException {
    try {
      HttpResponse<Void> response =
          http.send(
              request(reference, url).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
              HttpResponse.BodyHandlers.discarding());
      check(reference, url, response.statusCode());
    } catch (IOException e) {
      throw unreachable(reference, e);
    }
  }

  private HttpRequest.Builder request(ImageReference reference, String url) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(20))
            .header("Accept", ACCEPT);
    if (reference.registry().equals(own.authority())) {
      String credentials = own.user() + ":" + own.password();
      request.header(
          "Authorization",
          "Basic "
              + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }
    return request;
  }

  private static void check(ImageReference reference, String url, int code) throws PullFailed {
    if (code == 404) {
      throw new PullFailed(
          "failed to pull and unpack image \"" + reference + "\": " + url + ": not found");
    }
    if (code != 200) {
      throw new PullFailed(
          "failed to pull image \"" + reference + "\": unexpected status " + code + " from " + url);
    }
  }

  private static PullFailed unreachable(ImageReference reference, IOException e) {
    return new PullFailed(
        "failed to pull image \""
            + reference
            + "\": failed to do request to "
            + reference.registry()
            + ": "
            + e);
  }
}

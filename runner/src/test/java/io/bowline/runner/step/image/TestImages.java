package io.bowline.runner.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// Puts images into a registry as real tools write them (indented, so that only the very bytes have
/// the digest), and looks at what is there.
final class TestImages {
  static final HttpClient CLIENT = HttpClient.newHttpClient();
  private final URI base;
  private final Random random = new Random(7);

  TestImages(URI base) {
    this.base = base;
  }

  /// A blob in a manifest.
  static final class Blob {
    private final Digest digest;
    private final byte[] bytes;

    Blob(byte[] bytes) {
      this.bytes = bytes;
      digest = Digest.of(bytes);
    }

    Digest digest() {
      return digest;
    }

    byte[] bytes() {
      return bytes;
    }

    String descriptor(String type) {
      return "{\"mediaType\": \"%s\",\n     \"digest\": \"%s\", \"size\": %d}"
          .formatted(type, digest, bytes.length);
    }
  }

  Blob blob(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return new Blob(bytes);
  }

  /// An index of two platforms with one own layer each, over these shared ones.
  Digest index(String repository, String tag, List<Blob> shared) throws Exception {
    var children = new ArrayList<String>();
    for (String platform : List.of("amd64", "arm64")) {
      var layers = new ArrayList<>(shared);
      layers.add(blob(3000));
      byte[] manifest = manifest(repository, layers);
      push(repository, Digest.of(manifest).toString(), Manifest.OCI_MANIFEST, manifest);
      children.add(
          "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d, \"platform\": {\"architecture\": \"%s\", \"os\": \"linux\"}}"
              .formatted(Manifest.OCI_MANIFEST, Digest.of(manifest), manifest.length, platform));
    }
    String index =
        """
        {
           "schemaVersion": 2,
           "mediaType": "%s",
           "manifests": [
             %s
           ]
        }
        """
            .formatted(Manifest.OCI_INDEX, String.join(",\n     ", children));
    byte[] bytes = index.getBytes(StandardCharsets.UTF_8);
    push(repository, tag, Manifest.OCI_INDEX, bytes);
    return Digest.of(bytes);
  }

  Digest image(String repository, String tag, List<Blob> layers) throws Exception {
    byte[] manifest = manifest(repository, layers);
    push(repository, tag, Manifest.OCI_MANIFEST, manifest);
    return Digest.of(manifest);
  }

  private byte[] manifest(String repository, List<Blob> layers) throws Exception {
    byte[] configBytes =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"n\":%d,\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
            .formatted(random.nextInt())
            .getBytes(StandardCharsets.UTF_8);
    var config = new Blob(configBytes);
    pushBlob(repository, config);
    for (Blob layer : layers) {
      pushBlob(repository, layer);
    }
    return """
    {
       "schemaVersion": 2,
       "mediaType": "%s",
       "config": %s,
       "layers": [
         %s
       ]
    }
    """
        .formatted(
            Manifest.OCI_MANIFEST,
            config.descriptor("application/vnd.oci.image.config.v1+json"),
            layers.stream()
                .map(layer -> layer.descriptor("application/vnd.oci.image.layer.v1.tar"))
                .collect(Collectors.joining(",\n     ")))
        .getBytes(StandardCharsets.UTF_8);
  }

  void pushBlob(String repository, Blob blob) throws Exception {
    HttpResponse<byte[]> begun =
        send(
            HttpRequest.newBuilder(uri(repository + "/blobs/uploads/"))
                .POST(BodyPublishers.noBody()));
    String location = begun.headers().firstValue("Location").orElseThrow();
    String session = base.resolve(location).toString();
    URI commit =
        URI.create(session + (session.contains("?") ? "&" : "?") + "digest=" + blob.digest());
    HttpResponse<byte[]> done =
        send(
            HttpRequest.newBuilder(commit)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(blob.bytes())));
    assertThat(done.statusCode()).isEqualTo(201);
  }

  void push(String repository, String reference, String type, byte[] manifest) throws Exception {
    HttpResponse<byte[]> response =
        send(
            HttpRequest.newBuilder(uri(repository + "/manifests/" + reference))
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofByteArray(manifest)));
    assertThat(response.statusCode()).isEqualTo(201);
  }

  HttpResponse<byte[]> manifest(String repository, String reference) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(repository + "/manifests/" + reference))
            .header("Accept", Manifest.ACCEPT));
  }

  /// The status of the answer.
  int delete(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).DELETE()).statusCode();
  }

  HttpResponse<byte[]> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  HttpResponse<byte[]> blob(String repository, Digest digest) throws Exception {
    return send(HttpRequest.newBuilder(uri(repository + "/blobs/" + digest)));
  }

  /// Whether an image is there with all that it refers to, byte for byte.
  void assertWhole(String repository, String reference, Digest digest) throws Exception {
    HttpResponse<byte[]> response = manifest(repository, reference);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Digest.of(response.body())).isEqualTo(digest);
    String type = response.headers().firstValue("Content-Type").orElseThrow();
    Manifest manifest = Manifest.read(response.body(), type);
    for (Manifest.Descriptor child : manifest.children()) {
      assertWhole(repository, child.digest().toString(), child.digest());
    }
    for (Manifest.Descriptor blob : manifest.blobs()) {
      HttpResponse<byte[]> bytes = blob(repository, blob.digest());
      assertThat(bytes.statusCode()).isEqualTo(200);
      assertThat(Digest.of(bytes.body())).isEqualTo(blob.digest());
    }
  }

  private URI uri(String path) {
    return base.resolve("/v2/" + path);
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }
}

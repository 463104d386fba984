package io.bowline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// The image that the sample's workloads run, in the vendor's registry: made up of the same shape
/// for the simulated account, copied from a real one for a real cluster.
final class SampleImage {
  static final String REPOSITORY = "acme/sample";

  /// The tags under which the versions of the sample know it.
  private static final List<String> TAGS = List.of("1.0", "1.1");

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final int TAR_BLOCK = 512;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SampleImage() {}

  /// Pushes a made-up image.
  ///
  /// @return its digest
  static Digest make(RegistryClient vendor) throws IOException {
    byte[] tar = new byte[TAR_BLOCK * 2];
    byte[] layer = gzip(tar);
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("architecture", "amd64").put("os", "linux");
    config.putObject("config").putArray("Cmd").add("/bin/sh");
    config
        .putObject("rootfs")
        .put("type", "layers")
        .putArray("diff_ids")
        .add(Digest.of(tar).toString());
    byte[] configBytes = bytes(config);
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("schemaVersion", 2).put("mediaType", MANIFEST);
    describe(manifest.putObject("config"), CONFIG, configBytes);
    describe(manifest.putArray("layers").addObject(), LAYER, layer);
    vendor.putBlob(REPOSITORY, configBytes);
    vendor.putBlob(REPOSITORY, layer);
    byte[] manifestBytes = bytes(manifest);
    for (String tag : TAGS) {
      vendor.putManifest(REPOSITORY, tag, MANIFEST, manifestBytes);
    }
    return Digest.of(manifestBytes);
  }

  /// Copies a small real image of one platform.
  ///
  /// @return its digest
  static Digest copy(ImageReference from, RegistryClient vendor) throws IOException {
    var source =
        new RegistryClient(
            HttpClient.newHttpClient(),
            URI.create("http://" + from.registry()),
            new Login.Anonymous());
    String reference =
        from.digest()
            .map(Digest::toString)
            .or(from::tag)
            .orElseThrow(() -> new StepFailed(from + " has neither tag nor digest"));
    byte[] bytes =
        source
            .manifest(from.repository(), reference)
            .orElseThrow(() -> new StepFailed("there is no image " + from));
    JsonNode manifest = JSON.readTree(bytes);
    if (!manifest.path("layers").isArray()) {
      throw new StepFailed(from + " is an index; give the image of one platform");
    }
    carry(source, from.repository(), manifest.path("config"), vendor);
    for (JsonNode layer : manifest.path("layers")) {
      carry(source, from.repository(), layer, vendor);
    }
    for (String tag : TAGS) {
      vendor.putManifest(REPOSITORY, tag, manifest.path("mediaType").asText(MANIFEST), bytes);
    }
    return Digest.of(bytes);
  }

  private static void carry(
      RegistryClient source, String repository, JsonNode descriptor, RegistryClient vendor)
      throws IOException {
    Digest digest = Digest.parse(descriptor.path("digest").asText());
    vendor.putBlob(REPOSITORY, source.blob(repository, digest, descriptor.path("size").asLong()));
  }

  private static void describe(ObjectNode descriptor, String mediaType, byte[] content) {
    descriptor
        .put("mediaType", mediaType)
        .put("digest", Digest.of(content).toString())
        .put("size", content.length);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private static byte[] bytes(ObjectNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }
}

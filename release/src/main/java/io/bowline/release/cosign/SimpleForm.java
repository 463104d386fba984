package io.bowline.release.cosign;

import static io.bowline.release.cosign.CosignTypes.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Writes the older form: an image whose layers are claims, under a tag made of the digest.
@SuppressWarnings("ArrayRecordComponent")
record SimpleForm(byte[] config, byte[] manifest) {
  static final String MEDIA_TYPE = MediaTypes.MANIFEST;
  private static final String NEVER = "0001-01-01T00:00:00Z";

  static String tag(Digest subject) {
    return subject.algorithm().label() + "-" + subject.hex() + ".sig";
  }

  static byte[] claim(Digest subject, String name) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode critical = root.putObject("critical");
    critical.putObject("identity").put("docker-reference", name);
    critical.putObject("image").put("docker-manifest-digest", subject.toString());
    critical.put("type", CosignTypes.SIMPLE_CLAIM);
    root.putNull("optional");
    return bytes(root);
  }

  /// The signatures that were there, and one more.
  static SimpleForm with(JsonNode before, byte[] claim, byte[] signature) {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("schemaVersion", 2).put("mediaType", MEDIA_TYPE);
    ObjectNode config = manifest.putObject("config");
    var layers = manifest.putArray("layers");
    before.forEach(layers::add);
    layers
        .addObject()
        .put("mediaType", CosignTypes.SIMPLE)
        .put("size", claim.length)
        .put("digest", Digest.of(claim).toString())
        .putObject("annotations")
        .put(CosignTypes.SIGNATURE, Base64.getEncoder().encodeToString(signature));
    byte[] about = image(layers);
    config.put("mediaType", "application/vnd.oci.image.config.v1+json");
    config.put("size", about.length).put("digest", Digest.of(about).toString());
    return new SimpleForm(about, bytes(manifest));
  }

  private static byte[] image(JsonNode layers) {
    ObjectNode image = JSON.createObjectNode();
    image.put("architecture", "").put("created", NEVER).put("os", "");
    var history = image.putArray("history");
    ObjectNode files = image.putObject("rootfs").put("type", "layers");
    var diffs = files.putArray("diff_ids");
    for (JsonNode layer : layers) {
      history.addObject().put("created", NEVER);
      diffs.add(layer.path("digest").asText());
    }
    image.putObject("config");
    return bytes(image);
  }

  private static byte[] bytes(ObjectNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }
}

package io.bowline.release.cosign;

import static io.bowline.release.cosign.CosignTypes.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.MediaTypes;
import io.bowline.release.trust.Dsse;
import io.bowline.release.trust.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Writes the newer form: a sigstore bundle, in a manifest that refers to what it signs.
final class BundleForm {
  static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

  private BundleForm() {}

  static byte[] sign(Digest subject, CosignKey own, SigningKey key) {
    ObjectNode statement = JSON.createObjectNode().put("_type", CosignTypes.STATEMENT);
    ObjectNode about = statement.putArray("subject").addObject();
    about.putObject("digest").put(subject.algorithm().label(), subject.hex());
    statement.put("predicateType", CosignTypes.SIGNS).putObject("predicate");
    byte[] payload = bytes(statement);
    byte[] signature = key.sign(Dsse.signedBytes(CosignTypes.STATEMENT_PAYLOAD, payload));
    ObjectNode bundle = JSON.createObjectNode().put("mediaType", CosignTypes.BUNDLE);
    bundle.putObject("verificationMaterial").putObject("publicKey").put("hint", own.hint());
    ObjectNode envelope = bundle.putObject("dsseEnvelope");
    envelope.put("payload", Base64.getEncoder().encodeToString(payload));
    envelope.put("payloadType", CosignTypes.STATEMENT_PAYLOAD);
    envelope
        .putArray("signatures")
        .addObject()
        .put("sig", Base64.getEncoder().encodeToString(signature));
    return bytes(bundle);
  }

  static byte[] manifest(Digest subject, byte[] signed, JsonNode tree, byte[] bundle) {
    String usual = tree.path("manifests").isArray() ? MediaTypes.INDEX : MediaTypes.MANIFEST;
    ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2);
    manifest.put("mediaType", MediaTypes.MANIFEST).put("artifactType", CosignTypes.BUNDLE);
    manifest.set("config", descriptor(MediaTypes.EMPTY, Digest.of(EMPTY), EMPTY.length));
    manifest
        .putArray("layers")
        .add(descriptor(CosignTypes.BUNDLE, Digest.of(bundle), bundle.length));
    manifest.set(
        "subject", descriptor(tree.path("mediaType").asText(usual), subject, signed.length));
    manifest
        .putObject("annotations")
        .put(CosignTypes.BUNDLE_CONTENT, "dsse-envelope")
        .put(CosignTypes.BUNDLE_PREDICATE, CosignTypes.SIGNS);
    return bytes(manifest);
  }

  private static ObjectNode descriptor(String mediaType, Digest digest, long size) {
    ObjectNode one = JSON.createObjectNode().put("mediaType", mediaType);
    return one.put("digest", digest.toString()).put("size", size);
  }

  private static byte[] bytes(ObjectNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }
}

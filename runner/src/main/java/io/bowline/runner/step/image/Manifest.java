package io.bowline.runner.step.image;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A manifest's exact bytes, and what they refer to.
final class Manifest {
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  /// All that is asked for; a registry that knows other types only answers with an error.
  static final String ACCEPT =
      String.join(", ", OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST);

  private static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_LIST);
  private static final Set<String> IMAGES = Set.of(OCI_MANIFEST, DOCKER_MANIFEST);
  private static final int MAX_REFERENCES = 2000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A reference to bytes.
  record Descriptor(String mediaType, Digest digest, long size) {}

  private final Digest digest;
  private final String mediaType;
  private final byte[] bytes;
  private final List<Descriptor> children;
  private final List<Descriptor> blobs;

  private Manifest(
      String mediaType, byte[] bytes, List<Descriptor> children, List<Descriptor> blobs) {
    this.digest = Digest.of(bytes);
    this.mediaType = mediaType;
    this.bytes = bytes;
    this.children = List.copyOf(children);
    this.blobs = List.copyOf(blobs);
  }

  Digest digest() {
    return digest;
  }

  String mediaType() {
    return mediaType;
  }

  /// The bytes themselves, not to be written to.
  byte[] bytes() {
    return bytes;
  }

  /// Manifests of an index.
  List<Descriptor> children() {
    return children;
  }

  /// Config and layers.
  List<Descriptor> blobs() {
    return blobs;
  }

  /// Reads a manifest.
  ///
  /// @param contentType the answer's header
  /// @throws RegistryException when it is of a kind that cannot be mirrored
  static Manifest read(byte[] bytes, String contentType) throws RegistryException {
    JsonNode root = parsed(bytes);
    String declared = root.path("mediaType").asText("");
    String type = contentType.split(";", 2)[0].strip();
    if (!INDEXES.contains(type) && !IMAGES.contains(type)) {
      type = declared;
    }
    if (!declared.isEmpty() && !declared.equals(type)) {
      throw RegistryException.refused(
          "its manifest is served as " + type + " and says that it is " + declared);
    }
    if (INDEXES.contains(type)) {
      return new Manifest(type, bytes, descriptors(root.path("manifests")), List.of());
    }
    if (!IMAGES.contains(type)) {
      throw RegistryException.refused(
          "its manifest is of type '" + type + "', which is no image of the OCI or Docker v2 form");
    }
    var blobs = new ArrayList<Descriptor>();
    blobs.add(descriptor(root.path("config")));
    blobs.addAll(descriptors(root.path("layers")));
    return new Manifest(type, bytes, List.of(), blobs);
  }

  private static JsonNode parsed(byte[] bytes) throws RegistryException {
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw RegistryException.refused("its manifest is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be read", e);
    }
  }

  private static List<Descriptor> descriptors(JsonNode list) throws RegistryException {
    if (list.size() > MAX_REFERENCES) {
      throw RegistryException.refused("its manifest refers to more than " + MAX_REFERENCES);
    }
    var descriptors = new ArrayList<Descriptor>();
    for (JsonNode entry : list) {
      descriptors.add(descriptor(entry));
    }
    return descriptors;
  }

  private static Descriptor descriptor(JsonNode node) throws RegistryException {
    String type = node.path("mediaType").asText("");
    if (type.contains("foreign") || type.contains("nondistributable") || node.has("urls")) {
      throw RegistryException.refused(
          "it has a foreign layer ("
              + type
              + "), which its owner does not let be distributed: rebuild it without");
    }
    long size = node.path("size").asLong(-1);
    if (size < 0) {
      throw RegistryException.refused("its manifest refers to something without a size");
    }
    try {
      return new Descriptor(type, Digest.parse(node.path("digest").asText("")), size);
    } catch (IllegalArgumentException e) {
      throw RegistryException.refused("its manifest has a bad digest: " + e.getMessage());
    }
  }
}

package io.bowline.runner.step.image;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
  private static final String ATTESTS = "vnd.docker.reference.digest";
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A reference to bytes.
  ///
  /// @param foreign whether its owner does not let it be distributed
  /// @param platform of a manifest in an index, such as `linux/arm64/v8`
  /// @param about what a manifest in an index attests, where it is no image by itself
  record Descriptor(
      String mediaType,
      Digest digest,
      long size,
      boolean foreign,
      Optional<String> platform,
      Optional<String> about) {}

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

  /// Those manifests of an index that are chosen, with what attests them.
  List<Descriptor> children(Choice choice) throws RegistryException {
    if (choice.platforms().isEmpty()) {
      return children;
    }
    var chosen = new HashSet<String>();
    for (Descriptor child : children) {
      if (child.about().isEmpty() && child.platform().map(choice::has).orElse(true)) {
        chosen.add(child.digest().toString());
      }
    }
    if (chosen.isEmpty() && !children.isEmpty()) {
      throw RegistryException.refused(
          "it is not there for any platform that bowline.registry.platforms names, but for "
              + children.stream().flatMap(child -> child.platform().stream()).toList());
    }
    return children.stream()
        .filter(child -> chosen.contains(child.about().orElse(child.digest().toString())))
        .toList();
  }

  /// Config and layers, as far as they are to be copied.
  List<Descriptor> blobs(Choice choice) throws RegistryException {
    List<Descriptor> foreign = blobs.stream().filter(Descriptor::foreign).toList();
    if (foreign.isEmpty()) {
      return blobs;
    }
    return switch (choice.foreign()) {
      case COPY -> blobs;
      case LEAVE -> blobs.stream().filter(blob -> !blob.foreign()).toList();
      case REFUSE ->
          throw RegistryException.refused(
              "it has a foreign layer ("
                  + foreign.getFirst().mediaType()
                  + "), which its owner does not let be distributed: rebuild it without, or let"
                  + " bowline.registry.foreign-layers say copy or leave");
    };
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

  /// Absent, too, where it is said to be unknown: that is how builders mark what is no image.
  private static Optional<String> platform(JsonNode node) {
    JsonNode platform = node.path("platform");
    String os = platform.path("os").asText("");
    String architecture = platform.path("architecture").asText("");
    if (os.isEmpty() || architecture.isEmpty() || os.equals("unknown")) {
      return Optional.empty();
    }
    String variant = platform.path("variant").asText("");
    return Optional.of(os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant));
  }

  private static Optional<String> about(JsonNode node) {
    String about = node.path("annotations").path(ATTESTS).asText("");
    return about.isEmpty() ? Optional.empty() : Optional.of(about);
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
      throw RegistryException.refused(
          "its manifest refers to more than " + MAX_REFERENCES + " others");
    }
    var descriptors = new ArrayList<Descriptor>();
    for (JsonNode entry : list) {
      descriptors.add(descriptor(entry));
    }
    return descriptors;
  }

  private static Descriptor descriptor(JsonNode node) throws RegistryException {
    String type = node.path("mediaType").asText("");
    boolean foreign =
        type.contains("foreign") || type.contains("nondistributable") || node.has("urls");
    long size = node.path("size").asLong(-1);
    if (size < 0) {
      throw RegistryException.refused("its manifest refers to something without a size");
    }
    try {
      Digest digest = Digest.parse(node.path("digest").asText(""));
      return new Descriptor(type, digest, size, foreign, platform(node), about(node));
    } catch (IllegalArgumentException e) {
      throw RegistryException.refused("its manifest has a bad digest: " + e.getMessage());
    }
  }
}

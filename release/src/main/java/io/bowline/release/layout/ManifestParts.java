package io.bowline.release.layout;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.bundle.Descriptor;
import io.bowline.release.bundle.Manifest;
import io.bowline.release.bundle.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a manifest or an index of any kind consists of.
///
/// @param mediaType its own
/// @param manifests those of an index
/// @param blobs config and layers of a manifest
/// @param subject what it refers to
record ManifestParts(
    String mediaType,
    String artifactType,
    List<Child> manifests,
    List<Descriptor> blobs,
    Optional<Digest> subject) {
  private static final int MOST = 10_000;
  private static final String ATTESTS = "vnd.docker.reference.digest";
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(20).build())
                  .build())
          .build();

  ManifestParts {
    manifests = List.copyOf(manifests);
    blobs = List.copyOf(blobs);
  }

  /// A manifest in an index.
  ///
  /// @param platform absent where it is said to be unknown: so builders mark what is no image
  /// @param about what it attests, where it is no image by itself; else empty
  record Child(Digest digest, Optional<String> platform, String about) {}

  /// Those of an index that are for chosen platforms, or for none in particular, with what attests
  /// them.
  List<Child> manifests(Platforms chosen) {
    if (chosen.areAll()) {
      return manifests;
    }
    Set<String> wanted = new HashSet<>();
    for (Child child : manifests) {
      if (child.about().isEmpty() && child.platform().map(chosen::have).orElse(true)) {
        wanted.add(child.digest().toString());
      }
    }
    return manifests.stream()
        .filter(child ->
            wanted.contains(child.about().isEmpty() ? child.digest().toString() : child.about()))
        .toList();
  }

  /// Reads one.
  ///
  /// @throws BundleRefused when it is neither
  static ManifestParts of(byte[] bytes, Digest digest) throws BundleRefused {
    if (bytes.length > Manifest.MAX_BYTES) {
      throw new BundleRefused("manifest " + digest + " is larger than " + Manifest.MAX_BYTES);
    }
    try {
      JsonNode root = JSON.readTree(bytes);
      boolean index = root.path("manifests").isArray();
      String usual = index ? MediaTypes.INDEX : MediaTypes.MANIFEST;
      String mediaType = root.path("mediaType").asText(usual);
      String artifact =
          root.path("artifactType").asText(root.path("config").path("mediaType").asText());
      List<Child> manifests = new ArrayList<>();
      root.path("manifests").forEach(node -> manifests.add(child(node)));
      List<Descriptor> blobs = new ArrayList<>();
      if (!index) {
        blobs.add(descriptor(root.path("config")));
        blobs.addAll(descriptors(root.path("layers")));
      }
      if (manifests.size() + blobs.size() > MOST) {
        throw new BundleRefused("manifest " + digest + " has more than " + MOST + " parts");
      }
      Optional<Digest> subject =
          root.hasNonNull("subject")
              ? Optional.of(descriptor(root.path("subject")).digest())
              : Optional.empty();
      return new ManifestParts(mediaType, artifact, manifests, blobs, subject);
    } catch (BundleRefused e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new BundleRefused(
          "manifest "
              + digest
              + " cannot be read: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static Child child(JsonNode node) {
    return new Child(
        descriptor(node).digest(),
        platform(node.path("platform")),
        node.path("annotations").path(ATTESTS).asText());
  }

  /// As people write it, such as `linux/arm64/v8`.
  static Optional<String> platform(JsonNode node) {
    String os = node.path("os").asText("");
    String architecture = node.path("architecture").asText("");
    if (os.isEmpty() || architecture.isEmpty() || os.equals("unknown")) {
      return Optional.empty();
    }
    String variant = node.path("variant").asText("");
    return Optional.of(os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant));
  }

  private static List<Descriptor> descriptors(JsonNode list) {
    List<Descriptor> descriptors = new ArrayList<>();
    list.forEach(node -> descriptors.add(descriptor(node)));
    return descriptors;
  }

  private static Descriptor descriptor(JsonNode node) {
    long size = node.path("size").asLong(-1);
    if (size < 0) {
      throw new IllegalArgumentException("a descriptor has no size");
    }
    return new Descriptor(
        node.path("mediaType").asText(), Digest.parse(node.path("digest").asText()), size, "");
  }
}

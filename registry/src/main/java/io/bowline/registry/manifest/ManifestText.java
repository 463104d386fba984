package io.bowline.registry.manifest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a manifest says, as far as a registry needs it; the bytes themselves are never rewritten.
///
/// @param mediaType what it was pushed as
/// @param blobs content that must be in the repository for the manifest to be of use
/// @param subject the manifest it refers to
/// @param artifactType what it is listed as among referrers
/// @param annotations its annotations as JSON, listed with it
public record ManifestText(
    String mediaType,
    List<Digest> blobs,
    Optional<Digest> subject,
    Optional<String> artifactType,
    Optional<ObjectNode> annotations) {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ENTRIES = 20_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public ManifestText {
    blobs = List.copyOf(blobs);
  }

  /// Reads a manifest of any media type.
  ///
  /// @param contentType the request's header
  public static ManifestText read(Optional<String> contentType, byte[] bytes)
      throws InvalidManifest {
    ObjectNode root = parse(bytes);
    Optional<String> declared = text(root, "mediaType");
    Optional<String> pushedAs = contentType.map(MediaTypes::withoutParameters);
    if (declared.isPresent() && pushedAs.isPresent() && !declared.equals(pushedAs)) {
      throw new InvalidManifest(
          "Content-Type is " + pushedAs.get() + " but mediaType says " + declared.get());
    }
    String mediaType = pushedAs.or(() -> declared).orElseGet(() -> guess(root));
    if (mediaType.length() > 255 || mediaType.isBlank()) {
      throw new InvalidManifest("the media type is empty or longer than 255 characters");
    }
    Optional<Digest> subject = subject(root);
    return new ManifestText(
        mediaType,
        blobs(root),
        subject,
        text(root, "artifactType").or(() -> configType(root)),
        root.get("annotations") instanceof ObjectNode found
            ? Optional.of(found)
            : Optional.empty());
  }

  /// The entry this manifest makes in its subject's referrers list.
  public String descriptor(Digest digest, long size) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("mediaType", mediaType).put("size", size).put("digest", digest.toString());
    artifactType.ifPresent(type -> entry.put("artifactType", type));
    annotations.ifPresent(found -> entry.set("annotations", found));
    return entry.toString();
  }

  private static ObjectNode parse(byte[] bytes) throws InvalidManifest {
    try {
      if (JSON.readTree(bytes) instanceof ObjectNode root) {
        return root;
      }
      throw new InvalidManifest("a manifest is a JSON object");
    } catch (JacksonException e) {
      throw new InvalidManifest("not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidManifest("not JSON: " + e.getMessage(), e);
    }
  }

  private static String guess(ObjectNode root) {
    return root.has("manifests") ? MediaTypes.INDEX : MediaTypes.MANIFEST;
  }

  private static Optional<String> configType(ObjectNode root) {
    return root.get("config") instanceof ObjectNode config
        ? text(config, "mediaType")
        : Optional.empty();
  }

  private static Optional<Digest> subject(ObjectNode root) throws InvalidManifest {
    JsonNode subject = root.get("subject");
    return subject == null || subject.isNull()
        ? Optional.empty()
        : Optional.of(digest(subject, "subject"));
  }

  private static List<Digest> blobs(ObjectNode root) throws InvalidManifest {
    List<Digest> found = new ArrayList<>();
    if (root.get("config") instanceof ObjectNode config && config.has("digest")) {
      found.add(digest(config, "config"));
    }
    JsonNode layers = root.path("layers");
    if (layers.size() > MAX_ENTRIES || root.path("manifests").size() > MAX_ENTRIES) {
      throw new InvalidManifest("more than " + MAX_ENTRIES + " entries");
    }
    for (JsonNode layer : layers) {
      Digest digest = digest(layer, "layers");
      boolean elsewhere =
          !layer.path("urls").isEmpty()
              || MediaTypes.isNonDistributable(layer.path("mediaType").asText(""));
      if (!elsewhere) {
        found.add(digest);
      }
    }
    for (JsonNode child : root.path("manifests")) {
      Digest checked = digest(child, "manifests");
      if (checked.hex().isEmpty()) {
        throw new InvalidManifest("an entry of manifests has no digest");
      }
    }
    return found;
  }

  private static Digest digest(JsonNode descriptor, String where) throws InvalidManifest {
    try {
      return Digest.parse(descriptor.path("digest").asText(""));
    } catch (IllegalArgumentException e) {
      throw new InvalidManifest("digest in " + where + ": " + e.getMessage(), e);
    }
  }

  private static Optional<String> text(ObjectNode node, String field) {
    JsonNode value = node.get(field);
    return value != null && value.isTextual() && !value.asText().isEmpty()
        ? Optional.of(value.asText())
        : Optional.empty();
  }
}

package io.bowline.release.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The OCI image manifest of an artifact, as far as a release needs it.
///
/// @param subject which manifest this one refers to
public record Manifest(
    String artifactType,
    Descriptor config,
    List<Descriptor> layers,
    Optional<Descriptor> subject,
    Map<String, String> annotations) {
  /// Larger ones are refused unread (the distribution specification asks for 4 MiB).
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  private static final String TITLE = "org.opencontainers.image.title";
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(20).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  public Manifest {
    layers = List.copyOf(layers);
    annotations = Map.copyOf(annotations);
  }

  /// The one byte form of this manifest.
  public byte[] write() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", 2);
    root.put("mediaType", MediaTypes.MANIFEST);
    root.put("artifactType", artifactType);
    root.set("config", write(config));
    var array = root.putArray("layers");
    layers.forEach(layer -> array.add(write(layer)));
    subject.ifPresent(of -> root.set("subject", write(of)));
    if (!annotations.isEmpty()) {
      var notes = root.putObject("annotations");
      new TreeMap<>(annotations).forEach(notes::put);
    }
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Reads a manifest.
  ///
  /// @throws BundleRefused when it is none, or larger than allowed
  public static Manifest read(byte[] bytes) throws BundleRefused {
    if (bytes.length > MAX_BYTES) {
      throw new BundleRefused("the manifest is larger than " + MAX_BYTES + " bytes");
    }
    try {
      JsonNode root = JSON.readTree(bytes);
      List<Descriptor> layers = new ArrayList<>();
      for (JsonNode layer : root.path("layers")) {
        layers.add(descriptor(layer));
      }
      Optional<Descriptor> subject =
          root.hasNonNull("subject")
              ? Optional.of(descriptor(root.get("subject")))
              : Optional.empty();
      Map<String, String> annotations = new TreeMap<>();
      root.path("annotations")
          .properties()
          .forEach(entry -> annotations.put(entry.getKey(), entry.getValue().asText()));
      return new Manifest(
          root.path("artifactType").asText(),
          descriptor(root.path("config")),
          layers,
          subject,
          annotations);
    } catch (IOException | IllegalArgumentException e) {
      throw new BundleRefused("the manifest cannot be read: " + firstLine(e));
    }
  }

  /// The first layer of this type.
  public Optional<Descriptor> layer(String mediaType) {
    return layers.stream().filter(layer -> layer.mediaType().equals(mediaType)).findFirst();
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }

  private static Descriptor descriptor(JsonNode node) {
    long size = node.path("size").asLong(-1);
    if (size < 0) {
      throw new IllegalArgumentException("a descriptor has no size");
    }
    return new Descriptor(
        node.path("mediaType").asText(),
        Digest.parse(node.path("digest").asText()),
        size,
        node.path("annotations").path(TITLE).asText());
  }

  private static ObjectNode write(Descriptor descriptor) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("mediaType", descriptor.mediaType());
    node.put("digest", descriptor.digest().toString());
    node.put("size", descriptor.size());
    if (!descriptor.title().isEmpty()) {
      node.putObject("annotations").put(TITLE, descriptor.title());
    }
    return node;
  }
}

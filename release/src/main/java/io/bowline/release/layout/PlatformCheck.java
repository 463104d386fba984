package io.bowline.release.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import io.bowline.model.release.MirroredImage;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.bundle.Descriptor;
import io.bowline.release.bundle.Manifest;
import io.bowline.release.registry.RegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Looks, before anything is written, whether every image is there for every platform that is
/// chosen: on the other side of an air gap it would be too late.
final class PlatformCheck {
  private static final int DEEPEST = 8;
  private static final Set<String> CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");

  private final RegistryClient registry;

  PlatformCheck(RegistryClient registry) {
    this.registry = registry;
  }

  /// @throws BundleRefused naming the images that lack a platform, and those they have
  void require(Platforms chosen, List<MirroredImage> images) throws IOException {
    if (chosen.areAll()) {
      return;
    }
    Map<MirroredImage, Set<String>> there = new LinkedHashMap<>();
    for (MirroredImage image : images) {
      Set<String> platforms = new TreeSet<>();
      find(image.repository(), image.digest(), 0, platforms);
      there.put(image, platforms);
    }
    Set<String> any = new TreeSet<>();
    there.values().forEach(any::addAll);
    List<String> unknown = chosen.missingIn(any);
    if (!unknown.isEmpty()) {
      throw new BundleRefused(
          "no image of the release is for %s: there are %s"
              .formatted(String.join(", ", unknown), readable(any)));
    }
    List<String> lacking = new ArrayList<>();
    there.forEach((image, platforms) -> {
      List<String> missing = chosen.missingIn(platforms);
      // what tells no platform, such as a chart, is for each of them
      if (!platforms.isEmpty() && !missing.isEmpty()) {
        lacking.add(
            "image %s (%s@%s) is not for %s, but for %s"
                .formatted(
                    image.name(),
                    image.repository(),
                    image.digest(),
                    String.join(", ", missing),
                    readable(platforms)));
      }
    });
    if (!lacking.isEmpty()) {
      throw new BundleRefused(String.join("; ", lacking));
    }
  }

  private static String readable(Collection<String> platforms) {
    return platforms.isEmpty() ? "none that say for which they are" : String.join(", ", platforms);
  }

  private void find(String repository, Digest digest, int depth, Set<String> into)
      throws IOException {
    if (depth > DEEPEST) {
      throw new BundleRefused(
          "%s@%s is nested more than %d deep".formatted(repository, digest, DEEPEST));
    }
    byte[] bytes =
        registry
            .manifest(repository, digest.toString())
            .orElseThrow(
                () -> new BundleRefused("the registry has no " + repository + "@" + digest));
    ManifestParts parts = ManifestParts.of(bytes, digest);
    for (ManifestParts.Child child : parts.manifests()) {
      if (child.platform().isPresent()) {
        into.add(child.platform().get());
      } else if (child.about().isEmpty()) {
        find(repository, child.digest(), depth + 1, into);
      }
    }
    if (parts.manifests().isEmpty()) {
      ofConfig(repository, parts).ifPresent(into::add);
    }
  }

  /// Of an image without an index.
  private Optional<String> ofConfig(String repository, ManifestParts parts) throws IOException {
    Optional<Descriptor> config = parts.blobs().stream().findFirst();
    if (config.isEmpty()
        || !CONFIGS.contains(config.get().mediaType())
        || config.get().size() > Manifest.MAX_BYTES) {
      return Optional.empty();
    }
    byte[] bytes = registry.blob(repository, config.get().digest(), config.get().size());
    JsonNode root = JsonMapper.builder().build().readTree(bytes);
    return ManifestParts.platform(root);
  }
}

package io.bowline.simulator.node;

import io.bowline.model.artifact.ImageReference;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The images that the nodes have, and the way to those that they do not.
final class Images {
  private static final String ANY = "*";

  private final RegistryClient registry;
  private final ConcurrentMap<String, Image> present = new ConcurrentHashMap<>();

  Images(RegistryClient registry) {
    this.registry = registry;
  }

  void preload(String reference, Image image) {
    present.put(reference, image);
  }

  private Optional<Image> present(String reference) {
    return Optional.ofNullable(present.get(reference))
        .or(() -> Optional.ofNullable(present.get(ANY)));
  }

  /// Gets an image as the pull policy allows.
  Image get(String reference, String policy) throws PullFailed, InterruptedException {
    Optional<Image> there = present(reference);
    boolean preloaded = present.containsKey(ANY);
    if (there.isPresent() && (preloaded || !policy.equals("Always"))) {
      return there.get();
    }
    if (policy.equals("Never")) {
      throw new PullFailed(
          "Container image \"" + reference + "\" is not present with pull policy of Never");
    }
    Image pulled = registry.pull(parse(reference));
    present.put(reference, pulled);
    return pulled;
  }

  private static ImageReference parse(String reference) throws PullFailed {
    try {
      int slash = reference.indexOf('/');
      String first = slash < 0 ? "" : reference.substring(0, slash);
      boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
      return ImageReference.parse(named ? reference : "docker.io/library/" + reference);
    } catch (IllegalArgumentException e) {
      throw new PullFailed("InvalidImageName: \"" + reference + "\": " + e.getMessage());
    }
  }
}

package io.bowline.model.artifact;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where an artifact is: registry, repository, and a tag, a digest or both.
///
/// The grammar is that of the OCI distribution specification 1.1; a reference always names its
/// registry, since a default one would be a guess about whose bytes are meant.
public record ImageReference(
    String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(\\[[0-9a-fA-F:]+]|[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(:[0-9]{1,5})?");
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  private static final int MAX_LENGTH = 512;

  public ImageReference {
    require(REGISTRY.matcher(registry).matches(), "registry is not a host name with optional port");
    require(isRepository(repository), "repository is not a lower-case path");
    require(tag.isEmpty() || isTag(tag.get()), "tag is not 1 to 128 of [a-zA-Z0-9._-]");
  }

  /// Whether the distribution specification allows this repository name.
  public static boolean isRepository(String name) {
    return name.length() <= 255 && REPOSITORY.matcher(name).matches();
  }

  /// Whether the distribution specification allows this tag.
  public static boolean isTag(String name) {
    return TAG.matcher(name).matches();
  }

  /// Reads `registry/repository[:tag][@digest]`.
  ///
  /// @throws IllegalArgumentException naming the part that is wrong
  public static ImageReference parse(String text) {
    require(text.length() <= MAX_LENGTH, "reference is longer than " + MAX_LENGTH + " characters");
    int at = text.indexOf('@');
    Optional<Digest> digest =
        at < 0 ? Optional.empty() : Optional.of(Digest.parse(text.substring(at + 1)));
    String named = at < 0 ? text : text.substring(0, at);
    int slash = named.indexOf('/');
    require(slash > 0, "reference names no registry (registry/repository[:tag][@digest])");
    String path = named.substring(slash + 1);
    int colon = path.indexOf(':');
    return new ImageReference(
        named.substring(0, slash),
        colon < 0 ? path : path.substring(0, colon),
        colon < 0 ? Optional.empty() : Optional.of(path.substring(colon + 1)),
        digest);
  }

  /// The same place, by digest alone.
  public ImageReference at(Digest exact) {
    return new ImageReference(registry, repository, Optional.empty(), Optional.of(exact));
  }

  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + tag.map(t -> ":" + t).orElse("")
        + digest.map(d -> "@" + d).orElse("");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}

package io.bowline.release.cosign;

import io.bowline.model.artifact.Digest;
import java.util.Set;

/// What a signature has to be about.
///
/// @param digest of the image's index or manifest: an index is signed itself, and binds its parts
/// @param repositories that a claim may name, without the registry's host; any, if there are none
public record SignedImage(Digest digest, Set<String> repositories) {
  private static final String DOCKER_HUB = "library/";

  public SignedImage {
    repositories = Set.copyOf(repositories);
  }

  boolean isCalled(String reference) {
    return repositories.isEmpty() || repositories.contains(repository(reference));
  }

  /// The repository in an image's name: no host, no tag, no digest.
  public static String repository(String reference) {
    int at = reference.indexOf('@');
    String name = at < 0 ? reference : reference.substring(0, at);
    int colon = name.lastIndexOf(':');
    if (colon > name.lastIndexOf('/')) {
      name = name.substring(0, colon);
    }
    int slash = name.indexOf('/');
    if (slash < 0) {
      return DOCKER_HUB + name;
    }
    String first = name.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    String rest = name.substring(slash + 1);
    if (!host) {
      return name;
    }
    return first.endsWith("docker.io") && !rest.contains("/") ? DOCKER_HUB + rest : rest;
  }
}

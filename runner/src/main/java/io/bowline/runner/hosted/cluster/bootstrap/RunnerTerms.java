package io.bowline.runner.hosted.cluster.bootstrap;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a runner in a customer's cluster is to be like.
///
/// @param fleet id, by which all that is made is marked
/// @param image with digest or tag
/// @param settings lines of the runner's properties beside those that are always there
/// @param trustRoot the keys that may sign releases, JSON
/// @param policy the customer's
/// @param enrollment what the installer hands a new runner, with a token that works once; empty for
///   a runner that has enrolled already, whose own is then left as it is
public record RunnerTerms(
    String fleet,
    String namespace,
    String image,
    String settings,
    String trustRoot,
    String policy,
    Optional<String> enrollment) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  public RunnerTerms {
    if (!LABEL.matcher(namespace).matches()) {
      throw new IllegalArgumentException(namespace + " is no name of a namespace");
    }
    if (!LABEL.matcher(fleet).matches()) {
      throw new IllegalArgumentException(fleet + " is no id of a fleet");
    }
    if (namespace.startsWith("kube-") || namespace.equals("default")) {
      throw new IllegalArgumentException(
          "namespace " + namespace + " is the cluster's own; choose another");
    }
  }

  /// Nothing of the token.
  @Override
  public String toString() {
    return "RunnerTerms[fleet=%s, namespace=%s, image=%s]".formatted(fleet, namespace, image);
  }
}

package io.bowline.runner.step.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One revision of a release, as Helm recorded it in the cluster.
///
/// @param hooksDigest what a frozen chart says of its hooks, empty for others
/// @param hooks their manifests
record Revision(
    int number, String status, String manifest, List<String> hooks, String hooksDigest) {
  static final String HOOKS_ANNOTATION = "bowline.io/hooks";

  Revision {
    hooks = List.copyOf(hooks);
  }

  static Revision of(JsonNode release) {
    var hooks = new ArrayList<String>();
    release.path("hooks").forEach(hook -> hooks.add(hook.path("manifest").asText()));
    return new Revision(
        release.path("version").asInt(),
        release.path("info").path("status").asText(),
        release.path("manifest").asText(),
        hooks,
        release
            .path("chart")
            .path("metadata")
            .path("annotations")
            .path(HOOKS_ANNOTATION)
            .asText(""));
  }

  boolean deployed() {
    return status.equals("deployed");
  }

  /// Whether it is what a frozen chart brings, but for hooks.
  boolean holds(Path chart) {
    return ChartObjects.of(manifest)
        .objects()
        .objects()
        .equals(ChartObjects.frozenIn(chart).objects().objects());
  }

  /// Taken away, with its record kept.
  boolean uninstalled() {
    return status.equals("uninstalled");
  }

  /// Whether Helm, left alone, would refuse to build on it: it was stopped half-way, or takes or
  /// took the release away. On one that failed it builds.
  boolean stuck() {
    return status.startsWith("pending-") || status.equals("uninstalling") || uninstalled();
  }
}

package io.bowline.release.chart;

import io.bowline.release.archive.FileTree;
import java.util.Optional;

/// What to render.
///
/// @param chart files below one folder, as a chart's archive has them
/// @param values resolved; JSON or YAML
/// @param kubeVersion of the cluster, e.g. `v1.34.4`; Helm's own default when absent
public record RenderRequest(
    FileTree chart,
    String releaseName,
    String namespace,
    String values,
    Optional<String> kubeVersion) {}

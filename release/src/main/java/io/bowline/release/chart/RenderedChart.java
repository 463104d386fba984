package io.bowline.release.chart;

import java.util.List;

/// What a chart gave, once; nothing in it is a template any more.
///
/// @param manifest every object, hooks included, as one YAML stream
/// @param crds what stands in `crds/`, a step of its own before the rest
public record RenderedChart(String manifest, List<String> crds) {
  public RenderedChart {
    crds = List.copyOf(crds);
  }
}

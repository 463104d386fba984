package io.bowline.testkit.broken.edgecall.feature;

import io.bowline.testkit.broken.edgecall.edge.Edge;

final class Feature {
  static Edge edge() {
    return new Edge();
  }
}

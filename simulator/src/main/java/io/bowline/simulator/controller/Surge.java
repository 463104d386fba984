package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.simulator.json.Tree;

/// How many pods more and fewer than wanted a rolling update may have.
record Surge(int more, int less) {

  static Surge of(JsonNode deployment) {
    int wanted = Tree.number(deployment, 1, "spec", "replicas");
    JsonNode rolling = Tree.at(deployment, "spec", "strategy", "rollingUpdate");
    int more = share(Tree.text(rolling, "maxSurge"), wanted, true);
    int less = share(Tree.text(rolling, "maxUnavailable"), wanted, false);
    return new Surge(more, more == 0 && less == 0 ? 1 : Math.min(less, wanted));
  }

  private static int share(String text, int of, boolean up) {
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.endsWith("%")) {
      return Integer.parseInt(text);
    }
    double exact = Integer.parseInt(text.substring(0, text.length() - 1)) * of / 100.0;
    return (int) (up ? Math.ceil(exact) : Math.floor(exact));
  }
}

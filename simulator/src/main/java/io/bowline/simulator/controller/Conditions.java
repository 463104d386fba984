package io.bowline.simulator.controller;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;

/// Status conditions, whose transition time moves only when their status does.
final class Conditions {
  private Conditions() {}

  /// Sets a condition; gives back whether status or reason changed.
  static boolean set(
      ObjectNode status, String type, boolean holds, String reason, String message, String now) {
    ArrayNode all = Tree.growArray(status, "conditions");
    String wanted = holds ? "True" : "False";
    for (ObjectNode there : Tree.objects(status, "conditions")) {
      if (Tree.text(there, "type").equals(type)) {
        boolean same =
            Tree.text(there, "status").equals(wanted) && Tree.text(there, "reason").equals(reason);
        if (!Tree.text(there, "status").equals(wanted)) {
          there.put("lastTransitionTime", now);
        }
        if (!same && there.has("lastUpdateTime")) {
          there.put("lastUpdateTime", now);
        }
        there.put("status", wanted).put("reason", reason).put("message", message);
        return !same;
      }
    }
    all.addObject()
        .put("type", type)
        .put("status", wanted)
        .put("lastTransitionTime", now)
        .put("reason", reason)
        .put("message", message);
    return true;
  }

  /// Conditions of deployments also bear the time of their last update.
  static void touch(ObjectNode status, String type, String now) {
    for (ObjectNode there : Tree.objects(status, "conditions")) {
      if (Tree.text(there, "type").equals(type)) {
        there.put("lastUpdateTime", now);
      }
    }
  }
}

package io.bowline.release.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What pods take of the customer's nodes.
final class WorkloadRules {
  private static final List<String> HOST_SPACES = List.of("hostNetwork", "hostPID", "hostIPC");
  private static final List<String> CONTAINERS = List.of("initContainers", "containers");

  private final Findings findings;

  WorkloadRules(Findings findings) {
    this.findings = findings;
  }

  void check(RenderedObject object) {
    object.podSpec().ifPresent(path -> check(object, path, object.at(path)));
  }

  private void check(RenderedObject object, String path, JsonNode pod) {
    for (String space : HOST_SPACES) {
      if (pod.path(space).asBoolean()) {
        host(object, path + "." + space, "shares its node's " + space.substring(4));
      }
    }
    for (int i = 0; i < pod.path("volumes").size(); i++) {
      JsonNode volume = pod.path("volumes").get(i);
      if (volume.has("hostPath")) {
        host(
            object,
            path + ".volumes[" + i + "].hostPath",
            "mounts " + volume.path("hostPath").path("path").asText() + " of its node");
      }
    }
    for (String list : CONTAINERS) {
      for (int i = 0; i < pod.path(list).size(); i++) {
        container(object, path + "." + list + "[" + i + "]", pod.path(list).get(i));
      }
    }
  }

  private void container(RenderedObject object, String path, JsonNode container) {
    String name = "container '" + container.path("name").asText() + "'";
    JsonNode security = container.path("securityContext");
    if (security.path("privileged").asBoolean()) {
      host(object, path + ".securityContext.privileged", name + " is privileged");
    }
    JsonNode added = security.path("capabilities").path("add");
    if (!added.isEmpty()) {
      host(
          object,
          path + ".securityContext.capabilities.add",
          name + " takes the capabilities " + String.join(", ", texts(added)));
    }
    JsonNode resources = container.path("resources");
    if (!resources.path("limits").has("memory")) {
      findings.warning(
          Rule.NO_LIMITS,
          object.file(),
          object.lineOf(path),
          object.title(),
          name + " has no memory limit: it may take all that its node has");
    }
  }

  private void host(RenderedObject object, String path, String message) {
    findings.warning(Rule.HOST_ACCESS, object.file(), object.lineOf(path), object.title(), message);
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }
}

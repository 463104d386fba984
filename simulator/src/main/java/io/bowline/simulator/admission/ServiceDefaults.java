package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;

/// Defaults of services.
final class ServiceDefaults {
  private ServiceDefaults() {}

  static void fill(ObjectNode service) {
    ObjectNode spec = Tree.grow(service, "spec");
    Tree.putIfAbsent(spec, "type", "ClusterIP");
    Tree.putIfAbsent(spec, "sessionAffinity", "None");
    String type = Tree.text(spec, "type");
    for (ObjectNode port : Tree.objects(spec, "ports")) {
      Tree.putIfAbsent(port, "protocol", "TCP");
      Tree.putIfAbsent(port, "targetPort", port.path("port").deepCopy());
    }
    if (type.equals("ExternalName")) {
      return;
    }
    Tree.putIfAbsent(spec, "internalTrafficPolicy", "Cluster");
    if (type.equals("LoadBalancer") || type.equals("NodePort")) {
      Tree.putIfAbsent(spec, "externalTrafficPolicy", "Cluster");
    }
    if (type.equals("LoadBalancer")) {
      Tree.putIfAbsent(spec, "allocateLoadBalancerNodePorts", true);
    }
  }
}

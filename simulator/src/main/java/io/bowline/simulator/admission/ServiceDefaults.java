package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.util.concurrent.atomic.AtomicInteger;

/// Defaults of services, with the addresses and ports that the cluster hands out.
public final class ServiceDefaults {
  private static final int FIRST_NODE_PORT = 30_000;
  private static final int NODE_PORTS = 2_767;

  private final AtomicInteger addresses = new AtomicInteger(10);
  private final AtomicInteger nodePorts = new AtomicInteger();

  void fill(ObjectNode service) {
    ObjectNode spec = Tree.grow(service, "spec");
    Tree.putIfAbsent(spec, "type", "ClusterIP");
    Tree.putIfAbsent(spec, "sessionAffinity", "None");
    Tree.grow(service, "status", "loadBalancer");
    String type = Tree.text(spec, "type");
    for (ObjectNode port : Tree.objects(spec, "ports")) {
      Tree.putIfAbsent(port, "protocol", "TCP");
      Tree.putIfAbsent(port, "targetPort", port.path("port").deepCopy());
      if ((type.equals("NodePort") || type.equals("LoadBalancer")) && !Tree.has(port, "nodePort")) {
        port.put("nodePort", FIRST_NODE_PORT + nodePorts.getAndIncrement() % NODE_PORTS);
      }
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
    addresses(spec);
  }

  private void addresses(ObjectNode spec) {
    if (Tree.text(spec, "clusterIP").isEmpty()) {
      int next = addresses.getAndIncrement();
      spec.put("clusterIP", "10.96." + (next / 250) % 250 + "." + (next % 250 + 1));
    }
    if (!spec.has("clusterIPs")) {
      spec.putArray("clusterIPs").add(Tree.text(spec, "clusterIP"));
    }
    if (!spec.has("ipFamilies")) {
      spec.putArray("ipFamilies").add("IPv4");
    }
    Tree.putIfAbsent(spec, "ipFamilyPolicy", "SingleStack");
  }
}

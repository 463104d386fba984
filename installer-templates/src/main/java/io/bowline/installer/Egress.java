package io.bowline.installer;

import java.util.ArrayList;
import java.util.List;

/// What may leave a data plane for somewhere outside its network: exactly this, in every door.
///
/// @param what one sentence
/// @param cidr where to
public record Egress(String what, Protocol protocol, String cidr, int port) {
  /// Https, logs, metrics, and the runner's link.
  public static final List<Integer> CONTROL_PLANE = List.of(443, 8433, 9090, 9701);

  /// What a declared target is called in rules.
  public static final String DECLARED = "Declared source or destination";

  /// What a rule speaks.
  public enum Protocol {
    TCP,
    UDP;

    /// As clouds write it.
    public String word() {
      return this == TCP ? "tcp" : "udp";
    }
  }

  /// Those towards the control plane: its four ports, and the tunnel's one where there is a tunnel.
  public static List<Egress> of(Vendor vendor) {
    var rules = new ArrayList<Egress>();
    for (String cidr : vendor.cidrs()) {
      CONTROL_PLANE.forEach(
          port -> rules.add(new Egress("Control plane", Protocol.TCP, cidr, port)));
    }
    vendor
        .tunnel()
        .ifPresent(tunnel ->
            rules.add(
                new Egress(
                    "Tunnel to the control plane", Protocol.UDP, tunnel.cidr(), tunnel.port())));
    return List.copyOf(rules);
  }
}

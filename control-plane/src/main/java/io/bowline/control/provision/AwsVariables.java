package io.bowline.control.provision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.fleet.Fleet;
import java.util.List;

/// The variables of the module that makes a fleet in AWS, as far as the fleet says them; the rest
/// is told by the account itself.
final class AwsVariables {
  private static final int OF_THE_NAME = 15;
  private static final int OF_THE_ID = 8;

  private AwsVariables() {}

  /// @param controlPlane address ranges
  static JsonNode of(Fleet fleet, List<String> controlPlane) {
    ObjectNode all = JsonNodeFactory.instance.objectNode().put("name", name(fleet));
    all.putObject("vpc");
    controlPlane.forEach(all.putObject("control_plane").putArray("cidrs")::add);
    if (fleet.advanced().get("instance_type") instanceof String type) {
      all.putObject("system_pool").put("instance_type", type);
    }
    if (isReached(fleet)) {
      controlPlane.forEach(all.putArray("cluster_access_cidrs")::add);
    }
    return all;
  }

  /// Whether its cluster's API is reached from the control plane's addresses.
  static boolean isReached(Fleet fleet) {
    return Boolean.TRUE.equals(fleet.advanced().get("cluster_public"));
  }

  /// Everything in the account is called after it: short, and of this fleet alone.
  static String name(Fleet fleet) {
    String id = fleet.id().toString();
    String identifier = fleet.identifier();
    String begins = Character.isLetter(identifier.charAt(0)) ? identifier : "f" + identifier;
    String cut = begins.substring(0, Math.min(begins.length(), OF_THE_NAME));
    return cut + "-" + id.substring(id.length() - OF_THE_ID);
  }
}

package io.bowline.cloud.permission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.permission.OneShot.Commands;
import io.bowline.model.place.Cloud;
import java.util.ArrayList;
import java.util.List;

/// Oracle's cloud: a policy for a group, each statement with its end.
final class OracleOneShot {
  private static final String COMPARTMENT = "compartment id COMPARTMENT";

  private OracleOneShot() {}

  static ObjectNode policy(OneShot of) {
    ObjectNode policy = named(of, of.title());
    ArrayNode statements = policy.withArray("/statements");
    for (Grant grant : of.grants()) {
      String where = grant.on().contains("tenancy") ? "tenancy" : COMPARTMENT;
      for (String action : grant.actions()) {
        statements.add(
            "Allow group %s to %s in %s where %s"
                .formatted(of.title(), action, where, conditions(of, action)));
      }
    }
    return policy;
  }

  private static String conditions(OneShot of, String action) {
    var all = new ArrayList<String>();
    all.add("request.utc-timestamp before '%s'".formatted(of.until()));
    OneShotList.of(Cloud.ORACLE)
        .narrowed()
        .getOrDefault(action, List.of())
        .forEach(permission -> all.add("request.permission != '%s'".formatted(permission)));
    return all.size() == 1 ? all.getFirst() : "all {" + String.join(", ", all) + "}";
  }

  /// Only where the tenancy has switched on statements that deny.
  static ObjectNode denial(OneShot of) {
    ObjectNode policy = named(of, of.title() + "-denial");
    ArrayNode statements = policy.withArray("/statements");
    for (String family : List.of("object-family", "secret-family", "database-family")) {
      statements.add(
          "Deny group %s to inspect %s in %s".formatted(of.title(), family, COMPARTMENT));
    }
    return policy;
  }

  private static ObjectNode named(OneShot of, String name) {
    ObjectNode policy =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("description", "Makes the base layer of " + of.name() + " once; reads no data.");
    policy.putArray("statements");
    return policy;
  }

  static Commands commands(OneShot of) {
    return new Commands(
        List.of(
            "oci iam group create --name %s --description 'Makes a base layer once'"
                .formatted(of.title()),
            "sed 's/COMPARTMENT/OCID_OF_YOUR_COMPARTMENT/' permissions.json > policy.json",
            "oci iam policy create --compartment-id %s --from-json file://policy.json"
                .formatted(of.account())),
        List.of(
            "oci iam policy delete --policy-id POLICY", "oci iam group delete --group-id GROUP"));
  }
}

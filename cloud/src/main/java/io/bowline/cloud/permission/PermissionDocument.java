package io.bowline.cloud.permission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.place.Cloud;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The document that a customer hands to the cloud, in the form which that cloud takes.
public final class PermissionDocument {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String TITLE = "Bowline fleet provider";
  private static final String DESCRIPTION = "Makes and removes fleets, and reads no data.";

  private PermissionDocument() {}

  /// The document of a cloud.
  public static ObjectNode of(Cloud cloud) {
    Permissions permissions = Permissions.of(cloud);
    return switch (cloud) {
      case AWS -> awsPolicy(permissions);
      case GCP -> googleRole(permissions);
      case ORACLE -> oraclePolicy(permissions);
      case AZURE -> azureRole(permissions);
    };
  }

  /// The policy that bounds every role which is made, in the form which the cloud takes; empty
  /// where a cloud has no such thing.
  public static Optional<ObjectNode> boundary(Cloud cloud) {
    List<Grant> allowed = Permissions.of(cloud).boundary();
    if (allowed.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode policy = JSON.objectNode().put("Version", "2012-10-17");
    ArrayNode statements = policy.putArray("Statement");
    allowed.forEach(
        grant -> statements.add(allowed(new Limits(grant.on(), grant.when()), grant.actions())));
    return Optional.of(policy);
  }

  private record Limits(List<String> on, Map<String, List<String>> when) {}

  /// One statement for all that has the same limits: a policy of AWS may have 6,144 characters.
  private static ObjectNode awsPolicy(Permissions permissions) {
    var byLimits = new LinkedHashMap<Limits, List<String>>();
    for (Grant grant : permissions.grants()) {
      byLimits
          .computeIfAbsent(new Limits(grant.on(), grant.when()), _ -> new ArrayList<>())
          .addAll(grant.actions());
    }
    ObjectNode policy = JSON.objectNode().put("Version", "2012-10-17");
    ArrayNode statements = policy.putArray("Statement");
    byLimits.forEach((limits, actions) -> statements.add(allowed(limits, actions)));
    ObjectNode denied = statements.addObject().put("Sid", "NoData").put("Effect", "Deny");
    permissions.denied().forEach(denied.putArray("Action")::add);
    denied.put("Resource", "*");
    ObjectNode objects = statements.addObject().put("Sid", "NoObjects").put("Effect", "Deny");
    objects.putArray("Action").add("s3:GetObject*").add("s3:ListBucket");
    stateBuckets(permissions).forEach(objects.putArray("NotResource")::add);
    return policy;
  }

  private static ObjectNode allowed(Limits limits, List<String> actions) {
    ObjectNode statement = JSON.objectNode().put("Effect", "Allow");
    actions.forEach(statement.putArray("Action")::add);
    if (limits.on().isEmpty()) {
      statement.put("Resource", "*");
    } else {
      limits.on().forEach(statement.putArray("Resource")::add);
    }
    if (!limits.when().isEmpty()) {
      ObjectNode condition = statement.putObject("Condition");
      limits
          .when()
          .forEach((key, values) -> {
            // the account of an ARN is the customer's, whichever that is
            String operator = values.getFirst().startsWith("arn:") ? "ArnLike" : "StringEquals";
            values.forEach(condition.withObject("/" + operator).putArray(key)::add);
          });
    }
    return statement;
  }

  private static Stream<String> stateBuckets(Permissions permissions) {
    return permissions.grants().stream()
        .flatMap(grant -> grant.on().stream())
        .filter(on -> on.startsWith("arn:aws:s3:::"));
  }

  private static ObjectNode googleRole(Permissions permissions) {
    ObjectNode role =
        JSON.objectNode().put("title", TITLE).put("description", DESCRIPTION).put("stage", "GA");
    permissions.actions().stream().sorted().forEach(role.putArray("includedPermissions")::add);
    return role;
  }

  private static ObjectNode azureRole(Permissions permissions) {
    ObjectNode role =
        JSON.objectNode().put("Name", TITLE).put("IsCustom", true).put("Description", DESCRIPTION);
    permissions.actions().forEach(role.putArray("Actions")::add);
    role.putArray("NotActions");
    role.putArray("DataActions");
    role.putArray("NotDataActions");
    role.putArray("AssignableScopes").add("/subscriptions/<subscription-id>");
    return role;
  }

  private static ObjectNode oraclePolicy(Permissions permissions) {
    ObjectNode policy = JSON.objectNode().put("name", "bowline").put("description", DESCRIPTION);
    ArrayNode statements = policy.putArray("statements");
    for (Grant grant : permissions.grants()) {
      String where =
          grant.on().contains("tenancy") ? "tenancy" : "compartment id <compartment-ocid>";
      grant
          .actions()
          .forEach(
              verb -> statements.add("Allow group <group> to %s in %s".formatted(verb, where)));
    }
    return policy;
  }
}

package io.bowline.cloud.permission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.permission.OneShot.Commands;
import io.bowline.model.place.Cloud;
import java.util.List;

/// Azure: a custom role, given for a time and with a condition on the roles that it may give.
final class AzureOneShot {
  private AzureOneShot() {}

  static ObjectNode role(OneShot of) {
    ObjectNode role =
        JsonNodeFactory.instance
            .objectNode()
            .put("Name", of.title())
            .put("IsCustom", true)
            .put("Description", "Makes the base layer of " + of.name() + " once; reads no data.");
    of.actions().forEach(role.putArray("Actions")::add);
    role.putArray("NotActions");
    role.putArray("DataActions");
    role.putArray("NotDataActions");
    role.putArray("AssignableScopes").add(scope(of));
    return role;
  }

  /// What Azure's interface takes as a time-bound assignment (roleAssignmentScheduleRequests).
  static ObjectNode assignment(OneShot of) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode properties = body.putObject("properties");
    properties
        .put("principalId", "PRINCIPAL")
        .put(
            "roleDefinitionId",
            scope(of) + "/providers/Microsoft.Authorization/roleDefinitions/ROLE")
        .put("requestType", "AdminAssign")
        .put("condition", condition())
        .put("conditionVersion", "2.0");
    properties
        .putObject("scheduleInfo")
        .putObject("expiration")
        .put("type", "AfterDateTime")
        .put("endDateTime", of.until().toString());
    return body;
  }

  /// Only the roles that the template gives, and only to identities that are no people.
  static String condition() {
    String roles = String.join(", ", OneShotList.of(Cloud.AZURE).assignable().values());
    return "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR"
        + " (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId]"
        + " ForAnyOfAnyValues:GuidEquals {"
        + roles
        + "} AND @Request[Microsoft.Authorization/roleAssignments:PrincipalType]"
        + " ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}))";
  }

  static Commands commands(OneShot of) {
    String scope = scope(of);
    return new Commands(
        List.of(
            "az role definition create --role-definition permissions.json",
            "az role definition list --name %s --query [0].name --output tsv   # is ROLE in assignment.json; PRINCIPAL is the object id of who installs"
                .formatted(of.title()),
            "az rest --method put --url https://management.azure.com%s/providers/Microsoft.Authorization/roleAssignmentScheduleRequests/$(uuidgen)?api-version=2020-10-01 --body @assignment.json"
                .formatted(scope)),
        List.of(
            "az role assignment delete --role %s --scope %s".formatted(of.title(), scope),
            "az role definition delete --name %s --scope %s".formatted(of.title(), scope)));
  }

  private static String scope(OneShot of) {
    return "/subscriptions/" + of.account();
  }
}

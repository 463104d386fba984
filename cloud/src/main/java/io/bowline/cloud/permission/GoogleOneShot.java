package io.bowline.cloud.permission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.permission.OneShot.Commands;
import io.bowline.cloud.permission.OneShotList.Kept;
import io.bowline.model.place.Cloud;
import java.util.List;
import java.util.Locale;

/// Google Cloud: a custom role for an account of the day, given with a condition on the time, and a
/// deny policy for what a policy can deny.
final class GoogleOneShot {
  /// An account's id has 30 characters at most, and a project of its own has one install.
  private static final String USER = "bowline-installer";

  private GoogleOneShot() {}

  static ObjectNode role(OneShot of) {
    ObjectNode role =
        JsonNodeFactory.instance
            .objectNode()
            .put("title", of.title())
            .put("description", "Makes the base layer of " + of.name() + " once; reads no data.")
            .put("stage", "GA");
    of.actions().stream().sorted().forEach(role.putArray("includedPermissions")::add);
    return role;
  }

  static ObjectNode condition(OneShot of) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("title", "bowline-until")
        .put("expression", "request.time < timestamp('%s')".formatted(of.until()));
  }

  static ObjectNode denial(OneShot of) {
    ObjectNode policy = JsonNodeFactory.instance.objectNode().put("displayName", of.title());
    ObjectNode rule = policy.putArray("rules").addObject();
    rule.put("description", "No data, whatever else this account is given");
    ObjectNode deny = rule.putObject("denyRule");
    deny.putArray("deniedPrincipals")
        .add("principal://iam.googleapis.com/projects/-/serviceAccounts/" + account(of));
    OneShotList.of(Cloud.GCP).reads().stream()
        .filter(read -> read.kept() == Kept.DENIED)
        .flatMap(read -> read.actions().stream())
        .map(GoogleOneShot::full)
        .forEach(deny.putArray("deniedPermissions")::add);
    return policy;
  }

  /// `iam.roles.create` as deny policies write it: `iam.googleapis.com/roles.create`.
  private static String full(String action) {
    return action.replaceFirst("\\.", ".googleapis.com/");
  }

  static Commands commands(OneShot of) {
    String project = of.account();
    String role = id(of);
    String point = "cloudresourcemanager.googleapis.com%2Fprojects%2F" + project;
    return new Commands(
        List.of(
            "gcloud iam roles create %s --project %s --file permissions.json"
                .formatted(role, project),
            "gcloud iam service-accounts create %s --project %s".formatted(USER, project),
            bind(of, "projects/%s/roles/%s".formatted(project, role)),
            bind(of, "roles/config.agent"),
            "gcloud iam policies create %s --attachment-point=%s --kind=denypolicies --policy-file=denial.json   # wants roles/iam.denyAdmin of your organization; leave it out without"
                .formatted(USER, point)),
        List.of(
            "gcloud iam policies delete %s --attachment-point=%s --kind=denypolicies"
                .formatted(USER, point),
            "gcloud iam service-accounts delete %s --project %s".formatted(account(of), project),
            "gcloud iam roles delete %s --project %s".formatted(role, project)));
  }

  private static String bind(OneShot of, String role) {
    ObjectNode when = condition(of);
    return "gcloud projects add-iam-policy-binding %s --member serviceAccount:%s --role %s --condition \"title=%s,expression=%s\""
        .formatted(
            of.account(),
            account(of),
            role,
            when.path("title").asText(),
            when.path("expression").asText());
  }

  private static String account(OneShot of) {
    return "%s@%s.iam.gserviceaccount.com".formatted(USER, of.account());
  }

  /// Roles have no dashes.
  private static String id(OneShot of) {
    return of.title().replace('-', '_').toLowerCase(Locale.ROOT);
  }
}

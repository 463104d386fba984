package io.bowline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.testkit.aws.EmulatedAccount;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/// Whoever runs the customer's account in AWS: types what docs/install-aws.md says about the role
/// under which a base layer is made.
///
/// @param install its name
record CloudAdmin(EmulatedAccount account, Operator operator, String install) {
  private static final String POLICY = "arn:aws:iam::123456789012:policy/";
  static final String BOUNDARY = POLICY + "bowline-boundary";

  String role() {
    return "bowline-installer-" + install;
  }

  String roleArn() {
    return "arn:aws:iam::123456789012:role/" + role();
  }

  /// Makes the role.
  ///
  /// @param taker the ARN of who takes it, knowing the external id
  /// @return the external id
  String makeRole(String taker) throws IOException {
    policy("bowline-boundary", document("roles-boundary", taker));
    policy(role(), document("boundary", taker));
    return makeRoleAgain(taker);
  }

  /// Makes the role once more, for whoever takes the base layer away; its boundary is there yet.
  ///
  /// @return the external id
  String makeRoleAgain(String taker) throws IOException {
    JsonNode trust = document("trust", taker);
    account.administer(
        Map.of(
            "Action",
            "CreateRole",
            "RoleName",
            role(),
            "AssumeRolePolicyDocument",
            trust.toString(),
            "PermissionsBoundary",
            POLICY + role()));
    account.administer(
        Map.of(
            "Action",
            "PutRolePolicy",
            "RoleName",
            role(),
            "PolicyName",
            "make",
            "PolicyDocument",
            document("permissions", taker).toString()));
    return trust.findValue("sts:ExternalId").asText();
  }

  /// Lets somebody else take it.
  void changeTrust(String taker) throws IOException {
    account.administer(
        Map.of(
            "Action", "UpdateAssumeRolePolicy",
            "RoleName", role(),
            "PolicyDocument", document("trust", taker).toString()));
  }

  /// Deletes it, by the two commands on the same page.
  void deleteRole() throws IOException {
    account.administer(
        Map.of("Action", "DeleteRolePolicy", "RoleName", role(), "PolicyName", "make"));
    account.administer(Map.of("Action", "DeleteRole", "RoleName", role()));
  }

  private void policy(String name, JsonNode document) throws IOException {
    account.administer(
        Map.of(
            "Action", "CreatePolicy", "PolicyName", name, "PolicyDocument", document.toString()));
  }

  private JsonNode document(String which, String taker) throws IOException {
    String tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
    return operator.ask(
        "install", "policy", install, "--until", tomorrow, "--document", which, "--vendor", taker);
  }
}

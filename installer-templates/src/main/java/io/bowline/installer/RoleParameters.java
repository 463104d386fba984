package io.bowline.installer;

import io.bowline.installer.Parameter.Group;
import io.bowline.installer.Parameter.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What may be chosen about the one-shot role in AWS.
final class RoleParameters {
  static final List<Parameter> ALL =
      List.of(
          of(
              Group.INSTALL,
              "external_id",
              Optional.empty(),
              "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
              "What whoever takes the role has to know of this install; the control plane shows it. No secret.",
              "a UUID in lower case, as the control plane shows it"),
          of(
              Group.RIGHTS,
              "until",
              Optional.empty(),
              "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z",
              "When the role ends, UTC. Every right that it has is conditional on this time.",
              "a moment in UTC, such as 2026-12-01T00:00:00Z"),
          of(
              Group.RIGHTS,
              "mode",
              Optional.of("managed_vpc"),
              "managed_vpc|byo_vpc",
              "Whether it makes the network (managed_vpc), or the network is yours and nothing at its level may be made or changed (byo_vpc).",
              "managed_vpc or byo_vpc"),
          of(
              Group.RIGHTS,
              "roles_boundary",
              Optional.of("make"),
              "make|there",
              "The boundary of the roles that are made, bowline-boundary. Choose there when another install in this account has made it.",
              "make or there"),
          of(
              Group.RIGHTS,
              "vendor_arn",
              Optional.of(""),
              "|arn:aws:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]+",
              "Who else may take it, knowing the external id, when you lend it instead of making the stack yourself. Empty: nobody.",
              "the ARN of a role or a user, such as arn:aws:iam::123456789012:role/bowline-hosted-runner"));

  private RoleParameters() {}

  private static Parameter of(
      Group group,
      String name,
      Optional<String> standard,
      String constraint,
      String help,
      String refusal) {
    return new Parameter(
        name, Kind.TEXT, standard, constraint, help, refusal, group, Set.of(Door.AWS_ROLE));
  }
}

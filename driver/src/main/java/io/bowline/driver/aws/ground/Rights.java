package io.bowline.driver.aws.ground;

import io.bowline.cloud.permission.Grant;
import io.bowline.cloud.permission.InstallerRole;
import io.bowline.driver.aws.AwsWords;
import io.bowline.driver.aws.Simulation;
import io.bowline.model.preflight.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.DomainType;

/// Whether whoever makes the install may do all of it, by what IAM says to each action; and whether
/// a policy of the organization stands above that.
///
/// @param arn of whoever asks
record Rights(Lines lines, Wish wish, String arn, String account) {
  private static final String RIGHTS = "rights";
  private static final String ORGANIZATION = "organization";
  private static final Pattern SESSION =
      Pattern.compile("arn:[^:]+:sts::[0-9]{12}:assumed-role/([\\w+=,.@-]{1,64})/.+");
  private static final Pattern CREATOR =
      Pattern.compile("arn:[^:]+:iam::[0-9]{12}:(user|role)/(?:.*/)?([\\w+=,.@-]{1,64})");
  private static final String DOCUMENT = "permissions.json";

  List<Seen> look() {
    Optional<String> who = creator();
    if (arn.endsWith(":root") && wish.creator().isEmpty()) {
      return List.of(
          Seen.warn(
              RIGHTS,
              "this is the account's root user, who may do everything",
              "An install would be made with rights that nobody else has, and that nothing limits.",
              "Sign in as somebody else, or make the install under a role (docs/install-aws.md)."),
          organization(List.of()));
    }
    if (who.isEmpty()) {
      return List.of(
          Seen.unknown(
              RIGHTS,
              "it is not known whose rights count here",
              "An install stops half-way at the first right that is missing.",
              "Name the role under which it is made with --role."),
          organization(List.of()));
    }
    return simulated(who.get());
  }

  /// The user or role whose policies count; of a session, those of its role.
  private Optional<String> creator() {
    if (wish.creator().isPresent()) {
      return wish.creator();
    }
    Matcher session = SESSION.matcher(arn);
    if (!session.matches()) {
      return Optional.of(arn).filter(own -> CREATOR.matcher(own).matches());
    }
    try {
      return Optional.of(lines.iam().getRole(ask -> ask.roleName(session.group(1))).role().arn());
    } catch (SdkException e) {
      return Optional.empty();
    }
  }

  private List<Seen> simulated(String who) {
    var missing = new ArrayList<String>();
    var lost = new ArrayList<String>();
    var above = new ArrayList<String>();
    var simulation = new Simulation(lines.iam(), who);
    var role = new InstallerRole(wish.name(), account, "", Instant.MAX);
    try {
      for (Grant grant : role.grants(wish.makesNetwork())) {
        List<Simulation.Decision> refused = simulation.refusals(grant);
        refused.stream()
            .filter(Simulation.Decision::organization)
            .forEach(one -> above.add(one.action()));
        List<String> own =
            refused.stream()
                .filter(one -> !one.organization())
                .map(Simulation.Decision::action)
                .toList();
        if (!own.isEmpty()) {
          missing.addAll(own);
          lost.add(grant.reason());
        }
      }
    } catch (SdkException e) {
      return List.of(silent(e), organization(List.of()));
    }
    return List.of(judged(who, missing, lost), organization(above));
  }

  private static Seen silent(SdkException e) {
    return Seen.unknown(
        RIGHTS,
        AwsWords.kind(e) == AwsWords.Kind.DENIED
            ? "these credentials may not ask IAM what they may do (iam:SimulatePrincipalPolicy)"
            : "IAM did not tell",
        "An install stops half-way at the first right that is missing.",
        "Allow iam:SimulatePrincipalPolicy, or hold the permission document (install policy) against what is attached.");
  }

  private Seen judged(String who, List<String> missing, List<String> lost) {
    if (missing.isEmpty()) {
      return Seen.ok(RIGHTS, who + " may do all that an install is made with");
    }
    Matcher name = CREATOR.matcher(who);
    String kind = name.matches() ? name.group(1) : "role";
    return Seen.fail(
            RIGHTS,
            "%s may not: %s".formatted(who, String.join(", ", missing)),
            "Not possible then: " + String.join("; ", lost) + ".",
            "Give these rights, as the permission document has them (bowline install policy %s --until DATE > %s)."
                .formatted(wish.name(), DOCUMENT))
        .by(
            "aws iam put-%s-policy --%s-name %s --policy-name bowline-installer --policy-document file://%s"
                .formatted(kind, kind, name.matches() ? name.group(2) : "ROLE", DOCUMENT));
  }

  /// @param refused actions of which IAM says that the organization refuses them
  private Seen organization(List<String> refused) {
    var denied = new ArrayList<>(refused);
    if (denied.isEmpty()) {
      denied.addAll(probed());
    }
    if (denied.isEmpty()) {
      return Seen.ok(ORGANIZATION, "no policy of an organization was met");
    }
    return Seen.fail(
        ORGANIZATION,
        "a policy of the AWS organization refuses: " + String.join(", ", denied),
        "Nobody in this account may do that, whatever is attached to them.",
        "Ask who administers the organization to except account %s in %s from that policy (service control policy)."
            .formatted(account, wish.region()));
  }

  /// What EC2 says to calls that it only judges. Its text, which is compared here and never shown,
  /// is all that tells an organization's refusal from another.
  private List<String> probed() {
    var denied = new ArrayList<String>();
    if (wish.makesNetwork()) {
      probe(
          "ec2:CreateVpc",
          denied,
          () -> lines.ec2().createVpc(call -> call.dryRun(true).cidrBlock("10.255.0.0/28")));
      probe(
          "ec2:AllocateAddress",
          denied,
          () -> lines.ec2().allocateAddress(call -> call.dryRun(true).domain(DomainType.VPC)));
    }
    return denied;
  }

  private static void probe(String action, List<String> denied, Runnable call) {
    try {
      call.run();
    } catch (SdkException e) {
      if (AwsWords.kind(e) == AwsWords.Kind.DENIED
          && String.valueOf(e.getMessage()).contains("service control policy")) {
        denied.add(action);
      }
    }
  }
}

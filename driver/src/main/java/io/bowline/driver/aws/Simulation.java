package io.bowline.driver.aws;

import io.bowline.cloud.permission.Grant;
import io.bowline.model.probe.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;

/// Asks IAM what a user's policies would say to each action, without doing any.
public record Simulation(IamClient iam, String user) {
  private static final Pattern ACCOUNT = Pattern.compile("arn:[^:]+:iam::([0-9]{12}):.*");
  private static final String SOME = "check";

  /// An action that IAM would not allow.
  ///
  /// @param told whether that can be relied on
  /// @param organization whether it is a policy of the AWS organization that refuses
  public record Decision(String action, boolean told, boolean organization) {}

  /// The actions of a grant that IAM would not allow.
  ///
  /// @throws SdkException when IAM does not say
  public List<Decision> refusals(Grant grant) {
    return iam.simulatePrincipalPolicyPaginator(request(grant)).evaluationResults().stream()
        .filter(result -> result.evalDecision() != PolicyEvaluationDecisionType.ALLOWED)
        .map(result ->
            new Decision(actionOf(grant, result), told(result), organizationRefuses(result)))
        .toList();
  }

  /// What is missing of a grant.
  List<Check> of(Grant grant) {
    var missing = new ArrayList<String>();
    var open = new ArrayList<String>();
    try {
      for (Decision refused : refusals(grant)) {
        (refused.told() ? missing : open).add(refused.action());
      }
    } catch (SdkException e) {
      return List.of(refused(grant, e));
    }
    return List.of(judged(grant, missing, open));
  }

  private SimulatePrincipalPolicyRequest request(Grant grant) {
    List<ContextEntry> context =
        grant.when().entrySet().stream()
            .map(condition ->
                ContextEntry.builder()
                    .contextKeyName(condition.getKey())
                    .contextKeyType(ContextKeyTypeEnum.STRING)
                    .contextKeyValues(one(condition.getValue().getFirst()))
                    .build())
            .toList();
    return SimulatePrincipalPolicyRequest.builder()
        .policySourceArn(user)
        .actionNames(grant.actions())
        .resourceArns(
            grant.on().isEmpty() ? List.of("*") : grant.on().stream().map(this::one).toList())
        .contextEntries(context)
        .maxItems(1000)
        .build();
  }

  /// Something that the document's pattern stands for.
  private String one(String pattern) {
    Matcher account = ACCOUNT.matcher(user);
    return pattern
        .replace("::*:", "::" + (account.matches() ? account.group(1) : "") + ":")
        .replace("*", SOME);
  }

  /// Only an action that was asked about is named.
  private static String actionOf(Grant grant, EvaluationResult result) {
    return grant.actions().stream()
        .filter(action -> action.equalsIgnoreCase(result.evalActionName()))
        .findFirst()
        .orElse("another action");
  }

  /// Whether a refusal can be relied on. A member of an AWS organization that may not read its
  /// organization's policies is told "no" to everything, and so is one whose policies ask for what
  /// the simulation was not given.
  private static boolean told(EvaluationResult result) {
    return result.evalDecision() == PolicyEvaluationDecisionType.EXPLICIT_DENY
        || (!organizationRefuses(result) && result.missingContextValues().isEmpty());
  }

  private static boolean organizationRefuses(EvaluationResult result) {
    return result.organizationsDecisionDetail() != null
        && Boolean.FALSE.equals(result.organizationsDecisionDetail().allowedByOrganizations());
  }

  private static Check judged(Grant grant, List<String> missing, List<String> open) {
    if (!missing.isEmpty()) {
      return Check.failed(
              grant.reason(),
              "%d of %d actions are missing. Replace the user's policy by the permission document."
                  .formatted(missing.size(), grant.actions().size()))
          .about(missing);
    }
    if (!open.isEmpty()) {
      return Check.inconclusive(
              grant.reason(),
              "IAM says no to %d actions for a reason that may not be true of real calls: a policy of"
                      .formatted(open.size())
                  + " the AWS organization that these credentials cannot read, or a condition on what"
                  + " only a real call has. Ask who administers the organization.")
          .about(open);
    }
    return Check.ok(grant.reason(), "All %d actions.".formatted(grant.actions().size()));
  }

  private static Check refused(Grant grant, SdkException e) {
    return switch (AwsWords.kind(e)) {
      case DENIED ->
          Check.inconclusive(
                  grant.reason(),
                  "These credentials may not ask IAM what they may do. Grant"
                      + " iam:SimulatePrincipalPolicy, which the permission document has.")
              .about(grant.actions());
      case UNKNOWN_KEY, WRONG_SECRET, WOULD_SUCCEED, NOTHING_KNOWN ->
          Check.inconclusive(grant.reason(), AwsWords.unknown(e)).about(grant.actions());
    };
  }
}

package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.plan.ApprovalStatement;
import io.bowline.model.plan.SignedApproval;
import io.bowline.release.trust.PublicKeyText;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Judges whether a plan may be applied: pure, by the customer's policy.
final class Approvals {
  private Approvals() {}

  /// What is to be admitted, and what is known.
  ///
  /// @param used the highest sequence of an approval that was used before
  record Question(Digest plan, InstallId install, long used, Instant now) {}

  /// Whether it may.
  sealed interface Verdict {
    /// It may.
    ///
    /// @param sequence to be remembered as used; empty when nobody needed to sign
    record Admitted(Optional<Long> sequence) implements Verdict {}

    record Refused(String reason) implements Verdict {}
  }

  static Verdict judge(Question question, Policy policy, Optional<SignedApproval> approval) {
    return switch (policy) {
      case Policy.Auto _ -> new Verdict.Admitted(Optional.empty());
      case Policy.Signed(var approvers) when approvers.isEmpty() ->
          new Verdict.Refused("no policy names an approver: write one on the runner's side");
      case Policy.Signed(var approvers) ->
          approval
              .map(signed ->
                  judge(
                      question,
                      signed,
                      Optional.ofNullable(approvers.get(signed.statement().keyId()))))
              .orElseGet(() -> new Verdict.Refused("the policy wants a signed approval"));
    };
  }

  private static Verdict judge(
      Question question, SignedApproval approval, Optional<PublicKeyText> key) {
    ApprovalStatement statement = approval.statement();
    if (key.isEmpty()) {
      return new Verdict.Refused(
          "approval key '" + statement.keyId() + "' is not in the customer's policy");
    }
    if (!statement.plan().equals(question.plan())) {
      return new Verdict.Refused("the approval is for plan " + statement.plan());
    }
    if (!statement.install().equals(question.install())) {
      return new Verdict.Refused("the approval is for install " + statement.install());
    }
    if (!statement.expires().isAfter(question.now())) {
      return new Verdict.Refused("the approval expired at " + statement.expires());
    }
    if (statement.sequence() <= question.used()) {
      return new Verdict.Refused(
          "approval "
              + statement.sequence()
              + " is not newer than "
              + question.used()
              + ", which was used");
    }
    return signatureHolds(approval, key.get())
        ? new Verdict.Admitted(Optional.of(statement.sequence()))
        : new Verdict.Refused("the signature of key '" + statement.keyId() + "' does not hold");
  }

  private static boolean signatureHolds(SignedApproval approval, PublicKeyText key) {
    try {
      byte[] signature = Base64.getDecoder().decode(approval.signature());
      return key.verifies(approval.statement().signedBytes(), signature);
    } catch (IllegalArgumentException e) {
      return false; // what is not base64 is no signature
    }
  }
}

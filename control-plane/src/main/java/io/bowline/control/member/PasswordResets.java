package io.bowline.control.member;

import io.bowline.control.account.IssuedReset;
import io.bowline.control.account.Resets;
import io.bowline.control.org.Principal;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Links that set a member's password anew, made by whoever could also remove that member: who has
/// such a link is that member. One of the vendor's staff is for an organization whose owners cannot
/// come in any more, so it waits for them.
@Singleton
public final class PasswordResets {
  private final MemberStore members;
  private final Resets resets;
  private final Reach reach;

  public PasswordResets(MemberStore members, Resets resets) {
    this.members = members;
    this.resets = resets;
    this.reach = new Reach(members);
  }

  /// What came of a wish for one.
  public sealed interface Outcome {
    /// Here it is; the text is shown this once.
    record Made(IssuedReset reset) implements Outcome {}

    /// There is nobody like that.
    record Unknown() implements Outcome {}

    /// Whoever asks may not.
    record Refused(String why) implements Outcome {}
  }

  /// Makes a link, in the caller's transaction.
  ///
  /// @param secondFactor whether it takes the second factor away, too
  public Outcome issue(Tx tx, OrgId org, MemberId id, boolean secondFactor, Principal by) {
    members.lock(tx, org);
    Optional<Member> member = members.find(tx, org, id);
    if (member.isEmpty()) {
      return new Outcome.Unknown();
    }
    return reach
        .refusal(tx, org, by, member.get().role())
        .<Outcome>map(Outcome.Refused::new)
        .orElseGet(() ->
            new Outcome.Made(resets.issue(tx, org, id, secondFactor, waits(tx, org, by), by)));
  }

  private boolean waits(Tx tx, OrgId org, Principal by) {
    return switch (by) {
      case Principal.Member _ -> false;
      case Principal.Staff _ -> members.hasOwner(tx, org);
    };
  }
}

package io.bowline.control.member;

import io.bowline.control.account.Session;
import io.bowline.control.account.Sessions;
import io.bowline.control.org.Principal;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where others are signed in, for those who answer for them; ended by whoever could also remove
/// that member.
@Singleton
public final class SessionEnds {
  private final Transactions transactions;
  private final MemberStore members;
  private final Sessions sessions;
  private final Reach reach;

  public SessionEnds(Transactions transactions, MemberStore members, Sessions sessions) {
    this.transactions = transactions;
    this.members = members;
    this.sessions = sessions;
    this.reach = new Reach(members);
  }

  /// What came of a wish to end some.
  public sealed interface Outcome {
    /// So many ended, at once on every replica.
    record Ended(int sessions) implements Outcome {}

    /// There is nobody like that.
    record Unknown() implements Outcome {}

    /// Whoever asks may not.
    record Refused(String why) implements Outcome {}
  }

  /// A member's that last, newest first; empty when there is nobody like that.
  public Optional<List<Session>> list(OrgId org, MemberId id) {
    return transactions.inOrg(
        org, tx -> members.find(tx, org, id).map(member -> sessions.list(tx, org, member.id())));
  }

  /// Ends one of a member's; none ends when it is over, or not theirs.
  public Outcome end(OrgId org, MemberId id, TokenId session, Principal by) {
    return judged(org, id, by, tx -> sessions.end(tx, org, id, session, by.actor()) ? 1 : 0);
  }

  /// Ends all of a member's.
  public Outcome endAll(OrgId org, MemberId id, Principal by) {
    return judged(org, id, by, tx -> sessions.endAll(tx, org, id, Optional.empty(), by.actor()));
  }

  private Outcome judged(OrgId org, MemberId id, Principal by, Function<Tx, Integer> end) {
    return transactions.inOrg(
        org,
        tx -> {
          members.lock(tx, org);
          Optional<Member> member = members.find(tx, org, id);
          if (member.isEmpty()) {
            return new Outcome.Unknown();
          }
          return reach
              .refusal(tx, org, by, member.get().role())
              .<Outcome>map(Outcome.Refused::new)
              .orElseGet(() -> new Outcome.Ended(end.apply(tx)));
        });
  }
}

package io.bowline.control.review;

import io.bowline.control.member.Appointed;
import io.bowline.control.member.Change;
import io.bowline.control.member.Members;
import io.bowline.control.member.ServiceAccounts;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Tokens;
import io.bowline.control.platform.Tx;
import io.bowline.control.staff.StaffAccesses;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/// Takes from each kind of subject what it has.
@Singleton
public final class Revocations {
  private final Members members;
  private final ServiceAccounts accounts;
  private final Tokens tokens;
  private final StaffAccesses staff;

  public Revocations(
      Members members, ServiceAccounts accounts, Tokens tokens, StaffAccesses staff) {
    this.members = members;
    this.accounts = accounts;
    this.tokens = tokens;
    this.staff = staff;
  }

  /// Has nobody else change who is in the organization, until the transaction ends.
  void hold(Tx tx, OrgId org) {
    members.hold(tx, org);
  }

  /// Revokes what a subject has, which is on the list of rights.
  ///
  /// @return why that cannot be, for people; empty when it is done, or was over meanwhile
  Optional<String> refusal(Tx tx, OrgId org, String subject, Principal by) {
    int between = subject.indexOf('/');
    String id = subject.substring(between + 1);
    return switch (subject.substring(0, between)) {
      case "member" -> why(members.remove(tx, org, MemberId.parse(id), by));
      case "service" -> why(accounts.remove(tx, org, MemberId.parse(id), by));
      case "staff-access" -> {
        staff.end(tx, org, UUID.fromString(id), by);
        yield Optional.empty();
      }
      default -> {
        tokens.revoke(tx, org, TokenId.parse(id), by);
        yield Optional.empty();
      }
    };
  }

  private static Optional<String> why(Change change) {
    return switch (change) {
      case Change.Made _, Change.Unknown _ -> Optional.empty();
      case Change.Refused(String why) -> Optional.of(why);
      case Change.LastOwner() ->
          Optional.of("The last owner stays. Make another member an owner first.");
    };
  }

  private static Optional<String> why(Appointed appointed) {
    return switch (appointed) {
      case Appointed.Made _, Appointed.Unknown _ -> Optional.empty();
      case Appointed.Refused(_, String reason) -> Optional.of(reason);
      case Appointed.NotAllowed(String why) -> Optional.of(why);
      case Appointed.Conflict(String why) -> Optional.of(why);
    };
  }
}

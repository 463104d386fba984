package io.bowline.control.sso;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.account.Tries;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.audit.Whence;
import io.bowline.control.member.Member;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.bowline.sso.Identity;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// Tells an organization's audit of sign-ins through its provider, refused ones too. Anybody can
/// have one refused, so in a while no more than some of these are told of: of one person, of all
/// whom the provider named, and of those whom it did not name, by which strangers therefore cannot
/// hide the others.
@Singleton
public final class SignInAudit {
  /// As the audit names who was let in by nothing.
  private static final String ACTOR = "system";

  private static final int MOST_OF_ONE = 3;
  private static final int MOST_KNOWN = 50;
  private static final int MOST_UNKNOWN = 20;
  private static final int LONGEST = 300;

  private final Transactions transactions;
  private final Tries tries;
  private final Audit audit;

  public SignInAudit(Transactions transactions, Tries tries, Audit audit) {
    this.transactions = transactions;
    this.tries = tries;
    this.audit = audit;
  }

  /// Tells of one who is let in, in the transaction that does so.
  void in(Tx tx, OrgId org, Member member, Whence from) {
    var entry = new AuditEntry(member.holder().actor(), "sso.sign-in", member.id().toString());
    audit.record(tx, org, entry, from);
  }

  /// Tells of one who is not, unless enough were told of.
  ///
  /// @param who as the provider has it; empty where it has named nobody
  void refused(OrgId org, Optional<Identity> who, String why, Whence from) {
    if (tries.take(limits(org, who)).isPresent()) {
      return;
    }
    ObjectNode detail = JsonNodeFactory.instance.objectNode().put("why", cut(why));
    who.flatMap(Identity::email).ifPresent(email -> detail.put("email", cut(email)));
    String subject = who.map(Identity::subject).map(SignInAudit::cut).orElse("nobody");
    var entry = new AuditEntry(ACTOR, "sso.refused", subject, detail.toString());
    transactions.runInOrg(org, tx -> audit.record(tx, org, entry, from));
  }

  private static List<Tries.Limit> limits(OrgId org, Optional<Identity> who) {
    return who.map(known ->
            List.of(
                new Tries.Limit("told of %s %s".formatted(org, known.subject()), MOST_OF_ONE),
                new Tries.Limit("told of " + org, MOST_KNOWN)))
        .orElseGet(() -> List.of(new Tries.Limit("told of nobody in " + org, MOST_UNKNOWN)));
  }

  private static String cut(String text) {
    String plain = text.replace("\u0000", "");
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
  }
}

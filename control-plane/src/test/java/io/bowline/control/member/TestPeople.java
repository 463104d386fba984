package io.bowline.control.member;

import io.bowline.control.account.Changed;
import io.bowline.control.account.TestAccounts;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.Whence;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.member.store.InvitationRows;
import io.bowline.control.member.store.MemberRows;
import io.bowline.control.org.Founding;
import io.bowline.control.org.Organizations;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.org.Scope;
import io.bowline.control.org.Tokens;
import io.bowline.control.org.store.OrgRows;
import io.bowline.control.org.store.TokenRows;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;

/// An organization of its own, with people whom a test invites.
final class TestPeople {
  static final Principal STAFF =
      new Principal.Staff(new TokenId(new UUID(1, 1)), "owner", EnumSet.allOf(Scope.class));

  private static final SecureRandom RANDOM = new SecureRandom();

  final Transactions transactions = TestDatabase.transactions();
  final Audit audit = new Audit(new AuditChainStore());
  final Tokens tokens;
  final TestAccounts accounts;
  final Members members;
  final Invitations invitations;
  final Acceptances acceptances;
  final OrgId org;

  TestPeople() {
    var ids = new Ids(InstantSource.system(), RANDOM);
    var rows = new MemberRows();
    var open = new InvitationRows();
    tokens = new Tokens(transactions, new TokenRows(), audit, ids, RANDOM);
    accounts = new TestAccounts(transactions, tokens, audit);
    members = new Members(transactions, rows, open, tokens, accounts.passwords, audit);
    invitations = new Invitations(transactions, open, rows, audit, ids, RANDOM);
    acceptances =
        new Acceptances(transactions, open, rows, accounts.passwords, (_, _) -> true, audit, ids);
    String name = "people-" + UUID.randomUUID().toString().substring(0, 8);
    var organizations = new Organizations(transactions, new OrgRows(), audit, ids);
    org = ((Founding.Founded) organizations.found(name, STAFF)).organization().id();
  }

  Invited invite(String email, Role role, Principal by) {
    var wish = new NewInvitation(email, role, Duration.ofDays(1));
    return transactions.inOrg(org, tx -> invitations.invite(tx, org, wish, by));
  }

  Invited.Sent sent(String email, Role role, Principal by) {
    return (Invited.Sent) invite(email, role, by);
  }

  Joined joined(String name, Role role) {
    var sent = sent(name + "@example.com", role, STAFF);
    return accepted(sent.text(), name).orElseThrow();
  }

  /// Empty when the invitation is none.
  Optional<Joined> accepted(Secret text, String name) {
    var said = new Acceptances.Said(text, name, Optional.empty(), Whence.NOWHERE);
    return acceptances.accept(said) instanceof Changed.Made<Joined>(Joined joined)
        ? Optional.of(joined)
        : Optional.empty();
  }

  /// Somebody as they are at this moment.
  Principal now(Joined who) {
    return bearer(who.begun().text()).orElseThrow();
  }

  Optional<Principal> bearer(Secret text) {
    return accounts.bearers.of(text);
  }
}

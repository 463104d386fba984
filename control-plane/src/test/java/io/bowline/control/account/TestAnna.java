package io.bowline.control.account;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.audit.Whence;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.member.Member;
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
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Anna, an owner of an organization of her own, with a password.
final class TestAnna {
  static final Secret PASSWORD = Secret.of("correct horse battery staple");
  static final Principal STAFF =
      new Principal.Staff(new TokenId(new UUID(1, 1)), "owner", EnumSet.allOf(Scope.class));
  private static final SecureRandom RANDOM = new SecureRandom();

  final Transactions transactions = TestDatabase.transactions();
  final Audit audit = new Audit(new AuditChainStore());
  final Tokens tokens;
  final TestAccounts accounts;
  final OrgId org;
  final String organization;
  final Member member;

  TestAnna() {
    this(new TestAccounts.Lives(Duration.ofHours(12), Duration.ofDays(7)));
  }

  TestAnna(SignInSettings settings) {
    var ids = new Ids(InstantSource.system(), RANDOM);
    tokens = new Tokens(transactions, new TokenRows(), audit, ids, RANDOM);
    accounts = new TestAccounts(transactions, tokens, audit, settings);
    organization = "anna-" + UUID.randomUUID().toString().substring(0, 8);
    var organizations = new Organizations(transactions, new OrgRows(), audit, ids);
    org = ((Founding.Founded) organizations.found(organization, STAFF)).organization().id();
    var id = new MemberId(ids.get());
    member = new Member(id, "anna@example.com", "Anna", Role.OWNER, Instant.now(), "staff/owner");
    transactions.runInOrg(org, tx -> new MemberRows().insert(tx, org, member));
    Changed<Integer> set =
        accounts.passwords.change(
            org, member.holder(), Optional.empty(), PASSWORD, Optional.empty());
    if (!(set instanceof Changed.Made<Integer>)) {
      throw new AssertionError(set);
    }
  }

  SignedIn signIn(Secret password) {
    return signIn(password, "192.0.2.1");
  }

  SignedIn signIn(Secret password, String source) {
    return signIn(password, source, Optional.empty());
  }

  SignedIn signIn(Secret password, String source, Optional<String> code) {
    return accounts.signIns.signIn(
        new Credentials(
            organization, member.email(), password, code, new Whence(source, "test/1", "")));
  }

  /// From where everybody else is, with a program that may have been used before.
  SignedIn with(Optional<String> device, Secret password) {
    return accounts.signIns.signIn(
        new Credentials(
            organization,
            member.email(),
            password,
            Optional.empty(),
            device,
            new Whence("192.0.2.1", "test/1", "")));
  }

  SignedIn signIn(Secret password, Optional<String> code) {
    return signIn(password, "192.0.2.1", code);
  }

  Sessions.Begun in() {
    return ((SignedIn.In) signIn(PASSWORD)).begun();
  }

  /// What was done, oldest first.
  List<ChainLink> done() {
    return transactions.inOrg(org, tx -> audit.after(tx, org, 0, 1000));
  }
}

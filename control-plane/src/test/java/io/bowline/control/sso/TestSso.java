package io.bowline.control.sso;

import io.bowline.control.account.TestAccounts;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.ChainLink;
import io.bowline.control.audit.Whence;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.member.Acceptances;
import io.bowline.control.member.Invitations;
import io.bowline.control.member.Invited;
import io.bowline.control.member.Member;
import io.bowline.control.member.Members;
import io.bowline.control.member.NewInvitation;
import io.bowline.control.member.ProvidedMembers;
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
import io.bowline.control.secret.TestKeys;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.control.sso.store.AttemptRows;
import io.bowline.control.sso.store.SsoRows;
import io.bowline.control.sso.store.TeamRows;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import io.bowline.sso.AskedAddresses;
import io.bowline.sso.IdentityProviders;
import io.bowline.sso.Names;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// An organization with one owner, invited, and all that single sign-on is made of, over the tests'
/// database and a provider that was not written here.
public final class TestSso {
  static final Principal STAFF =
      new Principal.Staff(new TokenId(new UUID(1, 1)), "owner", EnumSet.allOf(Scope.class));
  static final Whence FROM = new Whence("192.0.2.1", "test/1", "");
  static final URI CALLBACK = URI.create("https://bowline.example.com/api/v1/sign-in/sso/callback");
  private static final SecureRandom RANDOM = new SecureRandom();

  final MockProvider provider;
  final Transactions transactions = TestDatabase.transactions();
  final Audit audit = new Audit(new AuditChainStore());
  final TestAccounts accounts;
  final Members members;
  final SingleSignOn sso;
  final SsoSignIns signIns;
  final Teams teams;
  final Invitations invitations;
  final Acceptances acceptances;
  final OrgId org;
  final String organization = "sso-" + UUID.randomUUID().toString().substring(0, 8);
  final Member owner;
  final String word = organization;

  TestSso(MockProvider provider) {
    this.provider = provider;
    var ids = new Ids(InstantSource.system(), RANDOM);
    var tokens = new Tokens(transactions, new TokenRows(), audit, ids, RANDOM);
    accounts = new TestAccounts(transactions, tokens, audit);
    var rows = new MemberRows();
    var invitations = new InvitationRows();
    members = new Members(transactions, rows, invitations, tokens, accounts.passwords, audit);
    var people =
        new ProvidedMembers(
            rows, invitations, tokens, accounts.passwords, accounts.sessions, audit, ids);
    var vault = new Vault(TestKeys.master(), new DataKeyStore(), RANDOM);
    var providers =
        new IdentityProviders(
            AskedAddresses.admitting(List.of("127.0.0.0/8", "::1/128")),
            Names.SYSTEM,
            provider.trust(),
            InstantSource.system());
    var store = new SsoRows();
    this.invitations = new Invitations(transactions, invitations, rows, audit, ids, RANDOM);
    sso = new SingleSignOn(transactions, store, people, accounts.sessions, vault, audit, providers);
    acceptances =
        new Acceptances(transactions, invitations, rows, accounts.passwords, sso, audit, ids);
    var means =
        new SsoSignIns.Means(
            providers,
            vault,
            accounts.tries,
            new SignInAudit(transactions, accounts.tries, audit),
            ids,
            RANDOM,
            CALLBACK);
    signIns =
        new SsoSignIns(
            transactions,
            store,
            new AttemptRows(),
            new Arrivals(people, acceptances, store, new TeamRows()),
            people,
            accounts.sessions,
            means);
    teams = new Teams(transactions, new TeamRows(), people, audit, ids);
    var organizations = new Organizations(transactions, new OrgRows(), audit, ids);
    org = ((Founding.Founded) organizations.found(organization, STAFF)).organization().id();
    owner = member(ids, "olga", Role.OWNER);
  }

  Member member(Ids ids, String name, Role role) {
    var member =
        new Member(
            new MemberId(ids.get()),
            name + "@example.com",
            name,
            role,
            InstantSource.system().instant(),
            "staff/owner");
    transactions.runInOrg(org, tx -> new MemberRows().insert(tx, org, member));
    return member;
  }

  Member member(String name, Role role) {
    return member(new Ids(InstantSource.system(), RANDOM), name, role);
  }

  /// Somebody is invited.
  Invited.Sent invite(String name, Role role) {
    var wish = new NewInvitation(name + "@example.com", role, Duration.ofDays(1));
    return (Invited.Sent) transactions.inOrg(org, tx -> invitations.invite(tx, org, wish, owner()));
  }

  Principal owner() {
    return Principal.Member.signedIn(new TokenId(new UUID(2, 2)), org, owner.holder());
  }

  SsoWish wish(Map<String, Role> roles, boolean joining, boolean local) {
    return new SsoWish(
        provider.issuer(word),
        "bowline",
        Optional.of(Secret.of("the-clients-secret")),
        List.of("email", "profile"),
        "groups",
        roles,
        new SsoSetting.Standing(Optional.empty(), joining, false, local));
  }

  SsoChange set(SsoWish wish) {
    return sso.set(org, wish, owner(), Optional.empty());
  }

  /// The usual: groups dev, ops and own, of which each has a role.
  TestSso on() {
    SsoChange made =
        set(
            wish(
                Map.of(
                    "dev", Role.OPERATOR, "ops", Role.ADMIN, "own", Role.OWNER, "see", Role.VIEWER),
                true,
                true));
    if (!(made instanceof SsoChange.Made)) {
      throw new AssertionError(made);
    }
    return this;
  }

  /// Somebody goes to the provider, who names them, and comes back.
  CameBack come(String subject, String... groups) {
    return come(() -> provider.next(word, subject, groups));
  }

  CameBack come(Runnable next) {
    String browser = signIns.browser(Optional.empty());
    return back(away(browser), browser, next);
  }

  URI away(String browser) {
    CameBack sent = signIns.begin(organization, browser, Optional.empty(), FROM);
    return ((CameBack.Sent) sent).address();
  }

  CameBack back(URI address, String browser, Runnable next) {
    next.run();
    Map<String, String> back = provider.visit(address);
    return signIns.comeBack(answer(back), browser, FROM);
  }

  static SsoSignIns.Answer answer(Map<String, String> back) {
    return new SsoSignIns.Answer(
        back.get("state"), Optional.ofNullable(back.get("code")), Optional.empty());
  }

  Optional<Member> named(String name) {
    return members.list(org, "", 100).stream()
        .filter(one -> one.email().startsWith(name + "@"))
        .findFirst();
  }

  List<String> done() {
    return transactions.inOrg(org, tx -> audit.after(tx, org, 0, 200)).stream()
        .map(link -> link.entry().action())
        .toList();
  }

  List<ChainLink> chain() {
    return transactions.inOrg(org, tx -> audit.after(tx, org, 0, 200));
  }
}

package io.bowline.control.sso;

import io.bowline.control.account.LocalSignIn;
import io.bowline.control.account.Sessions;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.member.ProvidedMembers;
import io.bowline.control.org.Access;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Vault;
import io.bowline.control.sso.SsoChange.Absent;
import io.bowline.control.sso.SsoChange.Conflict;
import io.bowline.control.sso.SsoChange.Made;
import io.bowline.control.sso.SsoChange.NotAllowed;
import io.bowline.control.sso.SsoChange.Refused;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import io.bowline.sso.IdentityProviders;
import io.bowline.sso.IssuerAddress;
import io.bowline.sso.ProviderFailure;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// How an organization's people come in through its own provider. Whoever sets it decides who is an
/// owner, so owners alone do.
@Singleton
public final class SingleSignOn implements LocalSignIn {
  static final String SECRET = "sso/client-secret";

  private static final Pattern WORD = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}");
  private static final int MOST_SCOPES = 20;
  private static final int MOST_ROLES = 200;
  private static final int LONGEST_GROUP = 256;
  private static final int LONGEST_SECRET = 1024;

  private final Transactions transactions;
  private final SsoStore store;
  private final ProvidedMembers people;
  private final Sessions sessions;
  private final Vault vault;
  private final Audit audit;
  private final IdentityProviders providers;

  public SingleSignOn(
      Transactions transactions,
      SsoStore store,
      ProvidedMembers people,
      Sessions sessions,
      Vault vault,
      Audit audit,
      IdentityProviders providers) {
    this.transactions = transactions;
    this.store = store;
    this.people = people;
    this.sessions = sessions;
    this.vault = vault;
    this.audit = audit;
    this.providers = providers;
  }

  /// The organization's; empty when there is none.
  public Optional<SsoSetting> find(OrgId org) {
    return transactions.inOrg(org, tx -> store.find(tx, org));
  }

  @Override
  public boolean isOn(Tx tx, OrgId org) {
    return store.find(tx, org).map(setting -> setting.standing().local()).orElse(true);
  }

  /// Sets it, once the provider has answered.
  ///
  /// @param own the session that asks, which stays
  public SsoChange set(OrgId org, SsoWish wish, Principal by, Optional<TokenId> own) {
    Optional<SsoChange> wrong = refusal(wish);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    if (!Access.reach(by).covers(Role.OWNER)) {
      return new NotAllowed("Only an owner sets how people come in.");
    }
    try {
      providers.check(IssuerAddress.parse(wish.issuer()));
    } catch (ProviderFailure e) {
      return new Refused("issuer", "is of no use: " + e.why());
    }
    return transactions.inOrg(org, tx -> set(tx, org, wish, by, own));
  }

  private static Optional<SsoChange> refusal(SsoWish wish) {
    return IssuerAddress.complaint(wish.issuer())
        .map(why -> refused("issuer", why))
        .or(() -> word("clientId", wish.clientId()))
        .or(() -> word("groupsClaim", wish.groupsClaim()))
        .or(() ->
            wish.scopes().size() > MOST_SCOPES
                ? Optional.of(refused("scopes", "are more than 20"))
                : wish.scopes().stream()
                    .map(scope -> word("scopes", scope))
                    .flatMap(Optional::stream)
                    .findFirst())
        .or(() -> rolesRefusal(wish))
        .or(() ->
            wish.secret()
                .map(secret -> secret.reveal().length)
                .filter(length -> length == 0 || length > LONGEST_SECRET)
                .map(length -> refused("clientSecret", "must have 1 to 1024 characters")));
  }

  private static Optional<SsoChange> rolesRefusal(SsoWish wish) {
    Predicate<String> known =
        group -> !group.isBlank() && group.length() <= LONGEST_GROUP && group.indexOf('\u0000') < 0;
    return wish.roles().size() <= MOST_ROLES && wish.roles().keySet().stream().allMatch(known)
        ? Optional.empty()
        : Optional.of(
            refused("roles", "must name at most 200 groups, each of 1 to 256 characters"));
  }

  private static Optional<SsoChange> word(String field, String text) {
    return WORD.matcher(text).matches()
        ? Optional.empty()
        : Optional.of(refused(field, "must be 1 to 200 characters without spaces and quotes"));
  }

  private static SsoChange refused(String field, String reason) {
    return new Refused(field, reason);
  }

  private SsoChange set(Tx tx, OrgId org, SsoWish wish, Principal by, Optional<TokenId> own) {
    people.hold(tx, org);
    Optional<String> barred = people.refusal(tx, org, by, Role.OWNER);
    if (barred.isPresent()) {
      return new NotAllowed("Only an owner sets how people come in.");
    }
    Optional<SsoSetting> before = store.find(tx, org);
    boolean sameClient =
        before
            .map(SsoSetting::client)
            .filter(it -> it.issuer().equals(wish.issuer()) && it.id().equals(wish.clientId()))
            .isPresent();
    boolean renewed = !sameClient || wish.secret().isPresent();
    boolean proven = !renewed && before.filter(SsoSetting::proven).isPresent();
    if (!wish.standing().local() && !proven) {
      return new Conflict(
          "Passwords can be turned off once an owner has signed in through this provider. Set it"
              + " with localSignIn true, sign in (bowline sign-in --sso), and turn them off then.");
    }
    Optional<Sealed> secret =
        wish.secret()
            .map(text -> vault.seal(tx, org, SECRET, text))
            .or(() -> sameClient ? store.secret(tx, org) : Optional.empty());
    store.put(tx, org, new SsoStore.Change(wish, secret, renewed, by.actor()));
    if (before.isPresent() && !sameClient) {
      sessions.endAllBy(tx, org, SsoSignIns.METHOD, own, by.actor());
    }
    SsoSetting after = store.find(tx, org).orElseThrow();
    audit.record(tx, org, entry(by, before, Optional.of(after)));
    return new Made(after);
  }

  private static AuditEntry entry(
      Principal by, Optional<SsoSetting> before, Optional<SsoSetting> after) {
    String detail =
        "{\"before\":%s,\"after\":%s}"
            .formatted(
                before.map(SingleSignOn::shown).orElse("null"),
                after.map(SingleSignOn::shown).orElse("null"));
    return new AuditEntry(by.actor(), "sso.update", "sso", detail);
  }

  /// What is checked to hold neither quotes nor backslashes.
  private static String shown(SsoSetting setting) {
    return "{\"issuer\":\"%s\",\"clientId\":\"%s\",\"joining\":%b,\"localSignIn\":%b,\"revision\":%d}"
        .formatted(
            setting.client().issuer(),
            setting.client().id(),
            setting.standing().joining(),
            setting.standing().local(),
            setting.revision());
  }

  /// Takes it away: passwords let people in again, and who came in by it is signed out.
  ///
  /// @param own the session that asks, which stays
  public SsoChange off(OrgId org, Principal by, Optional<TokenId> own) {
    return transactions.inOrg(
        org,
        tx -> {
          people.hold(tx, org);
          Optional<SsoSetting> before = store.find(tx, org);
          if (before.isEmpty()) {
            return new Absent();
          }
          if (people.refusal(tx, org, by, Role.OWNER).isPresent()) {
            return new NotAllowed("Only an owner sets how people come in.");
          }
          store.delete(tx, org);
          sessions.endAllBy(tx, org, SsoSignIns.METHOD, own, by.actor());
          audit.record(tx, org, entry(by, before, Optional.empty()));
          return new Made(before.get());
        });
  }
}

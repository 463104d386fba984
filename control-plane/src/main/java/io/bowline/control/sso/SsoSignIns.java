package io.bowline.control.sso;

import io.bowline.control.account.Sessions;
import io.bowline.control.account.Tries;
import io.bowline.control.audit.Whence;
import io.bowline.control.member.Member;
import io.bowline.control.member.ProvidedMembers;
import io.bowline.control.org.Role;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.Vault;
import io.bowline.control.sso.AttemptStore.Ended;
import io.bowline.control.sso.AttemptStore.UnderWay;
import io.bowline.control.sso.CameBack.In;
import io.bowline.control.sso.CameBack.Refused;
import io.bowline.control.sso.CameBack.Sent;
import io.bowline.control.sso.CameBack.TooMany;
import io.bowline.control.sso.CameBack.Unknown;
import io.bowline.control.sso.CameBack.Unreachable;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import io.bowline.sso.Attempt;
import io.bowline.sso.ClientSecret;
import io.bowline.sso.Identified;
import io.bowline.sso.Identity;
import io.bowline.sso.IdentityProviders;
import io.bowline.sso.IssuerAddress;
import io.bowline.sso.ProviderFailure;
import io.bowline.sso.Registration;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// People sign in through their organization's provider: they are sent there, come back with a
/// code, and are who the provider says. An attempt is good for ten minutes, once, and for the
/// browser that began it.
@Singleton
public final class SsoSignIns {
  /// How a session says that it was begun like this.
  public static final String METHOD = "single sign-on";

  private static final SystemTask SIGN_IN = new SystemTask("sign-in");
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration CODE_LIFE = Duration.ofMinutes(1);
  private static final int MOST_FROM_ONE = 100;
  private static final String OVER =
      "This sign-in is unknown, over, used already or of another browser. Begin again.";

  private final Transactions transactions;
  private final SsoStore settings;
  private final AttemptStore attempts;
  private final Arrivals arrivals;
  private final ProvidedMembers people;
  private final Sessions sessions;
  private final Means means;

  /// What it works with.
  ///
  /// @param callback where providers send people back to
  public record Means(
      IdentityProviders providers,
      Vault vault,
      Tries tries,
      SignInAudit audit,
      Ids ids,
      SecureRandom random,
      URI callback) {}

  public SsoSignIns(
      Transactions transactions,
      SsoStore settings,
      AttemptStore attempts,
      Arrivals arrivals,
      ProvidedMembers people,
      Sessions sessions,
      Means means) {
    this.transactions = transactions;
    this.settings = settings;
    this.attempts = attempts;
    this.arrivals = arrivals;
    this.people = people;
    this.sessions = sessions;
    this.means = means;
  }

  /// Where providers send people back to, to be registered with them.
  public URI callback() {
    return means.callback();
  }

  /// A text for a browser to keep while somebody is away; the one that it has, if it is one.
  public String browser(Optional<String> kept) {
    return kept.filter(OneTime::isOne).orElseGet(() -> OneTime.mint(means.random()));
  }

  /// Sends somebody away to their provider.
  ///
  /// @param organization its name or id
  /// @param browser what it keeps
  /// @param door empty for a browser alone
  public CameBack begin(String organization, String browser, Optional<Door> door, Whence from) {
    Optional<Duration> stay = tried(from);
    if (stay.isPresent()) {
      return new TooMany(stay.get());
    }
    Optional<OrgId> org = transactions.asSystem(SIGN_IN, tx -> settings.named(tx, organization));
    return org.map(known -> sent(known, browser, door))
        .orElseGet(() ->
            new Unknown(
                "There is no such organization, or its people do not sign in through a"
                    + " provider. Sign in by password."));
  }

  private Optional<Duration> tried(Whence from) {
    return means
        .tries()
        .take(List.of(new Tries.Limit("sso from " + Tries.network(from.source()), MOST_FROM_ONE)));
  }

  private CameBack sent(OrgId org, String browser, Optional<Door> door) {
    var attempt = Attempt.mint(means.random(), means.callback());
    Optional<Setup> setup = transactions.inOrg(org, tx -> setup(tx, org));
    if (setup.isEmpty()) {
      return new Unknown(OVER);
    }
    try {
      URI address = means.providers().signInAt(setup.get().registration(), attempt);
      transactions.runInOrg(
          org,
          tx -> {
            var id = new TokenId(means.ids().get());
            Secret both = Secret.of(attempt.nonce() + " " + attempt.verifier());
            var sealed = means.vault().seal(tx, org, context(id), both);
            attempts.insert(
                tx,
                org,
                new UnderWay(id, sealed, setup.get().setting().revision(), door),
                OneTime.hash(attempt.state()),
                OneTime.hash(browser),
                LIFE);
          });
      return new Sent(address);
    } catch (ProviderFailure e) {
      return new Unreachable(e.why());
    }
  }

  private static String context(TokenId id) {
    return "sso/attempt/" + id;
  }

  private record Setup(SsoSetting setting, Registration registration) {}

  private Optional<Setup> setup(Tx tx, OrgId org) {
    return settings
        .find(tx, org)
        .map(setting -> {
          SsoSetting.Client client = setting.client();
          Optional<ClientSecret> secret =
              settings
                  .secret(tx, org)
                  .map(sealed -> means.vault().open(tx, org, SingleSignOn.SECRET, sealed))
                  .map(open -> ClientSecret.of(open.revealText()));
          return new Setup(
              setting,
              new Registration(
                  IssuerAddress.parse(client.issuer()),
                  client.id(),
                  secret,
                  Set.copyOf(client.scopes()),
                  client.groupsClaim()));
        });
  }

  /// What a provider sends somebody back with.
  ///
  /// @param code empty when it would not say who they are
  /// @param issuer as the answer names it; empty where it does not
  public record Answer(String state, Optional<String> code, Optional<String> issuer) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "Answer[]";
    }
  }

  /// Takes somebody who comes back.
  ///
  /// @param browser what it has kept
  public CameBack comeBack(Answer answer, String browser, Whence from) {
    byte[] state = OneTime.hash(answer.state());
    Optional<OrgId> org = transactions.asSystem(SIGN_IN, tx -> attempts.organization(tx, state));
    if (org.isEmpty()) {
      return new Unknown(OVER);
    }
    OrgId known = org.get();
    Optional<Taken> taken =
        transactions.inOrg(known, tx -> taken(tx, known, state, OneTime.hash(browser), answer));
    if (taken.isEmpty()) {
      return new Unknown(OVER);
    }
    CameBack back = back(known, taken.get(), answer, from);
    return taken
        .get()
        .underWay()
        .door()
        .flatMap(door -> no(back).map(door::without))
        .<CameBack>map(Sent::new)
        .orElse(back);
  }

  private static Optional<String> no(CameBack back) {
    return switch (back) {
      case Refused(String why) -> Optional.of(why);
      case Unreachable(String why) -> Optional.of(why);
      case In _, Sent _, Unknown _, TooMany _ -> Optional.empty();
    };
  }

  private CameBack back(OrgId org, Taken taken, Answer answer, Whence from) {
    Setup setup = taken.setup();
    if (answer
        .issuer()
        .filter(said -> !said.equals(setup.setting().client().issuer()))
        .isPresent()) {
      return refused(
          org,
          Optional.empty(),
          "Another identity provider answers than the one that was asked.",
          from);
    }
    if (answer.code().isEmpty()) {
      return refused(org, Optional.empty(), "The identity provider has not let you in.", from);
    }
    return switch (means
        .providers()
        .identify(setup.registration(), taken.attempt(), answer.code().get())) {
      case Identified.Known(Identity identity) -> in(org, taken, identity, from);
      case Identified.Refused(String why) -> refused(org, Optional.empty(), why, from);
      case Identified.Unreachable(String why) -> new Unreachable(why);
    };
  }

  private record Taken(UnderWay underWay, Attempt attempt, Setup setup) {}

  private Optional<Taken> taken(Tx tx, OrgId org, byte[] state, byte[] browser, Answer answer) {
    Optional<UnderWay> open = attempts.take(tx, org, state, browser);
    Optional<Setup> setup = setup(tx, org);
    if (open.isEmpty()
        || setup.filter(it -> it.setting().revision() == open.get().revision()).isEmpty()) {
      return Optional.empty();
    }
    UnderWay one = open.get();
    String both = means.vault().open(tx, org, context(one.id()), one.sealed()).revealText();
    int between = both.indexOf(' ');
    var attempt =
        new Attempt(
            answer.state(),
            both.substring(0, between),
            both.substring(between + 1),
            means.callback());
    return Optional.of(new Taken(one, attempt, setup.get()));
  }

  /// A refusal is told of when what judged it holds nothing any more.
  private CameBack in(OrgId org, Taken taken, Identity identity, Whence from) {
    CameBack back = transactions.inOrg(org, tx -> in(tx, org, taken, identity, from));
    return back instanceof Refused(String why)
        ? refused(org, Optional.of(identity), why, from)
        : back;
  }

  private Refused refused(OrgId org, Optional<Identity> who, String why, Whence from) {
    means.audit().refused(org, who, why, from);
    return new Refused(why);
  }

  private CameBack in(Tx tx, OrgId org, Taken taken, Identity identity, Whence from) {
    people.hold(tx, org);
    Optional<SsoSetting> now = settings.find(tx, org);
    long revision = taken.underWay().revision();
    if (now.filter(setting -> setting.revision() == revision).isEmpty()) {
      return new Refused("The way in was changed meanwhile. Begin again.");
    }
    return switch (arrivals.arrive(tx, org, now.get(), identity)) {
      case Arrivals.Outcome.Refused(String why) -> new Refused(why);
      case Arrivals.Outcome.Arrived(Member member) -> {
        if (member.role() == Role.OWNER) {
          settings.prove(tx, org, revision);
        }
        means.audit().in(tx, org, member, from);
        yield taken
            .underWay()
            .door()
            .map(door -> atTheDoor(tx, org, taken.underWay().id(), member, door))
            .orElseGet(() -> new In(sessions.begin(tx, org, member.holder(), METHOD, from)));
      }
    };
  }

  private CameBack atTheDoor(Tx tx, OrgId org, TokenId id, Member member, Door door) {
    String code = OneTime.mint(means.random());
    attempts.end(tx, org, id, member.id(), OneTime.hash(code), CODE_LIFE);
    return new Sent(door.with(code));
  }

  /// Gives a command line the session of who came to its door, once.
  ///
  /// @param verifier what its challenge was made of
  public CameBack fetch(String code, String verifier, Whence from) {
    Optional<Duration> stay = tried(from);
    if (stay.isPresent()) {
      return new TooMany(stay.get());
    }
    byte[] hash = OneTime.hash(code);
    return transactions
        .asSystem(SIGN_IN, tx -> attempts.organizationOfCode(tx, hash))
        .map(org -> transactions.inOrg(org, tx -> fetched(tx, org, hash, verifier, from)))
        .orElseGet(() -> new Unknown(OVER));
  }

  private CameBack fetched(Tx tx, OrgId org, byte[] hash, String verifier, Whence from) {
    people.hold(tx, org);
    Optional<Ended> end = attempts.fetch(tx, org, hash);
    if (end.filter(it -> OneTime.answers(verifier, it.challenge())).isEmpty()) {
      return new Unknown(OVER);
    }
    return people
        .find(tx, org, end.get().member())
        .<CameBack>map(member -> new In(sessions.begin(tx, org, member.holder(), METHOD, from)))
        .orElseGet(() -> new Refused("You are a member no more."));
  }
}

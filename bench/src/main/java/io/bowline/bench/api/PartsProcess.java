package io.bowline.bench.api;

import io.bowline.bench.api.store.RoundTrip;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.org.Access;
import io.bowline.control.org.Founding;
import io.bowline.control.org.Issued;
import io.bowline.control.org.NewToken;
import io.bowline.control.org.Only;
import io.bowline.control.org.Organizations;
import io.bowline.control.org.Place;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.org.Scope;
import io.bowline.control.org.Token;
import io.bowline.control.org.Tokens;
import io.bowline.control.org.store.OrgRows;
import io.bowline.control.org.store.TokenRows;
import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Sources;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.Database;
import io.bowline.control.platform.store.EmbeddedDatabase;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What parts of a request cost alone, on the control plane's own code and an embedded PostgreSQL
/// of their own, with the control plane's options. Prints a name and a figure a line.
final class PartsProcess {
  private static final int TOKENS = 10_000;
  private static final int WARM = 5_000;
  private static final int ROUNDS = 10_000;
  private static final int APPENDS = 1_000;
  private static final int DECISIONS = 2_000_000;
  private static final int CONNECTIONS = 4;
  private static final int HASH_BYTES = 32;
  private static final NewToken WISH =
      new NewToken("bench", EnumSet.of(Scope.READ), Optional.empty());
  private static final Token.Origin ORIGIN = new Token.Origin("bench", Optional.empty());

  private final Sources.Unmanaged sources = Sources.unmanaged();
  private final Database database;
  private final Transactions transactions;
  private final Audit audit = new Audit(new AuditChainStore());
  private final TokenRows rows = new TokenRows();
  private final Tokens tokens;
  private final Ids ids;
  private final OrgId org;
  private final Principal staff = new Principal.Staff(id(1), "bench", EnumSet.allOf(Scope.class));

  /// One thing whose time is taken.
  private interface Work {
    void run(int round);
  }

  private PartsProcess(Database database) {
    this.database = database;
    this.transactions = database.transactions();
    this.ids = new Ids(sources.clock(), sources.random());
    this.tokens = new Tokens(transactions, rows, audit, ids, sources.random());
    Founding founded =
        new Organizations(transactions, new OrgRows(), audit, ids).found("bench", staff);
    this.org =
        switch (founded) {
          case Founding.Founded(var organization) -> organization.id();
          case Founding.NameTaken _, Founding.Refused _ ->
              throw new IllegalStateException("the folder is not empty");
        };
  }

  /// Measures.
  ///
  /// @param args an empty folder for the data
  public static void main(String[] args) {
    try (DataFolder folder = DataFolder.claim(Path.of(args[0]));
        EmbeddedDatabase embedded =
            EmbeddedDatabase.start(folder, "bowline_app", Sources.unmanaged().random());
        Database database =
            Database.open(embedded.address(), CONNECTIONS, Duration.ofSeconds(10))) {
      var parts = new PartsProcess(database);
      parts.roundTrip();
      parts.tokenCheck();
      parts.auditAppend();
      decisions();
    }
  }

  private void roundTrip() {
    try (var trip = new RoundTrip(database)) {
      say("round-trip-ms", median(ROUNDS, _ -> trip.go()));
    }
  }

  private void tokenCheck() {
    List<Secret> issued = new ArrayList<>();
    for (int i = 0; i < TOKENS / 100; i++) {
      transactions.runInOrg(
          org,
          tx -> {
            for (int j = 0; j < 100; j++) {
              if (tokens.issue(tx, org, WISH, staff) instanceof Issued.Granted granted) {
                issued.add(granted.text());
              }
            }
          });
    }
    // that it was used is noted once a minute, which is no part of the usual case
    issued.forEach(tokens::bearer);
    double[] all =
        times(
            ROUNDS,
            round -> {
              if (tokens.bearer(issued.get(round * 7919 % TOKENS)).isEmpty()) {
                throw new IllegalStateException("a good token was refused");
              }
            });
    say("token-check-ms", all[all.length / 2]);
    say("token-check-p99-ms", all[all.length * 99 / 100]);
    say("token-check-mean-ms", Arrays.stream(all).average().orElseThrow());
  }

  /// The same change in a transaction without and with an entry, in turns.
  private void auditAppend() {
    double[] without = new double[APPENDS];
    double[] with = new double[APPENDS];
    for (int i = 0; i < APPENDS; i++) {
      without[i] = change(false);
      with[i] = change(true);
    }
    Arrays.sort(without);
    Arrays.sort(with);
    say("change-ms", without[APPENDS / 2]);
    say("audited-change-ms", with[APPENDS / 2]);
    say("audit-append-ms", with[APPENDS / 2] - without[APPENDS / 2]);
  }

  private double change(boolean audited) {
    long began = System.nanoTime();
    transactions.runInOrg(
        org,
        tx -> {
          rows.insert(tx, org, new TokenId(ids.get()), WISH, ORIGIN, hash());
          if (audited) {
            audit.record(tx, org, new AuditEntry("bench", "bench.change", "1"));
          }
        });
    return (System.nanoTime() - began) / 1e6;
  }

  private byte[] hash() {
    byte[] hash = new byte[HASH_BYTES];
    sources.random().nextBytes(hash);
    return hash;
  }

  /// Every role and kind of token, with every verb, in every kind of place.
  private static void decisions() {
    OrgId own = new OrgId(id(1).value());
    OrgId other = new OrgId(id(2).value());
    InstallId install = new InstallId(id(3).value());
    List<Place> places =
        List.of(
            new Place.Nowhere(),
            new Place.Organization(own),
            new Place.Organization(other),
            new Place.Install(own, Optional.of(install)),
            new Place.Install(own, Optional.empty()),
            new Place.Install(other, Optional.of(install)));
    List<Access.Verb> verbs =
        Arrays.stream(Scope.values())
            .flatMap(scope ->
                Arrays.stream(Access.Whom.values()).map(whom -> new Access.Verb(scope, whom)))
            .toList();
    List<Principal> who = principals(own, install);
    int allowed = 0;
    for (int warm = 0; warm < 2; warm++) {
      long began = System.nanoTime();
      for (int i = 0; i < DECISIONS; i++) {
        Access.Decision decision =
            Access.decide(
                who.get(i % who.size()),
                verbs.get(i / who.size() % verbs.size()),
                places.get(i / who.size() / verbs.size() % places.size()));
        allowed += decision instanceof Access.Decision.Allowed ? 1 : 0;
      }
      if (warm == 1) {
        say("decision-us", (System.nanoTime() - began) / 1e3 / DECISIONS);
      }
    }
    say("decisions-allowed", allowed);
  }

  private static List<Principal> principals(OrgId own, InstallId install) {
    List<Principal> who = new ArrayList<>();
    who.add(new Principal.Staff(id(1), "bench", EnumSet.allOf(Scope.class)));
    for (Role role : Role.values()) {
      for (boolean limited : List.of(false, true)) {
        who.add(
            new Principal.Member(
                id(4),
                own,
                "bench",
                Role.OWNER.scopes(),
                Optional.of(new Principal.Holder(new MemberId(id(5).value()), role, true)),
                limited ? Optional.of(Only.installs(Set.of(install))) : Optional.empty(),
                Principal.Proof.TOKEN));
      }
    }
    return who;
  }

  private static TokenId id(long number) {
    return new TokenId(new UUID(0, number));
  }

  private static double median(int rounds, Work work) {
    return times(rounds, work)[rounds / 2];
  }

  private static double[] times(int rounds, Work work) {
    for (int i = 0; i < WARM; i++) {
      work.run(i);
    }
    double[] millis = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long began = System.nanoTime();
      work.run(i);
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(millis);
    return millis;
  }

  private static void say(String name, double figure) {
    System.out.println(name + " " + figure);
  }
}

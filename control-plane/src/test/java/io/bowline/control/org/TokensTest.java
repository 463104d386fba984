package io.bowline.control.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.org.store.OrgRows;
import io.bowline.control.org.store.TokenRows;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.OpenTransaction;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Principal STAFF =
      new Principal.Staff(new TokenId(new UUID(1, 1)), "owner", EnumSet.allOf(Scope.class));

  private final Transactions transactions = TestDatabase.transactions();
  private final Audit audit = new Audit(new AuditChainStore());
  private final Ids ids = new Ids(InstantSource.system(), RANDOM);
  private final Tokens tokens = new Tokens(transactions, new TokenRows(), audit, ids, RANDOM);
  private final Organizations organizations =
      new Organizations(transactions, new OrgRows(), audit, ids);
  private final OrgId org = founded("tokens-" + UUID.randomUUID().toString().substring(0, 8));

  @Test
  @Tag("P22.hashed")
  void theDatabaseHoldsTheHashAndNeverTheText() {
    Issued.Granted granted = issue(Optional.empty(), Scope.READ);
    String text = granted.text().revealText();

    assertThat(text).startsWith("bwl_").hasSize(53);
    assertThat(TestDatabase.dump("api_token")).isNotEmpty().doesNotContain(text.substring(4));
    assertThat(TestDatabase.dump("api_token"))
        .doesNotContain(
            java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)));
    assertThat(granted.toString()).doesNotContain(text);
  }

  @Test
  void aTokenIsItsBearerUntilItIsRevokedAndThenNobody() {
    Issued.Granted granted = issue(Optional.empty(), Scope.READ, Scope.WRITE);

    assertThat(tokens.bearer(granted.text()))
        .contains(
            new Principal.Member(granted.token().id(), org, "ci", Set.of(Scope.READ, Scope.WRITE)));
    assertThat(tokens.revoke(org, granted.token().id(), STAFF)).isTrue();
    assertThat(tokens.bearer(granted.text())).isEmpty();
    assertThat(tokens.revoke(org, granted.token().id(), STAFF)).as("again").isTrue();
  }

  @Test
  @Tag("P22.expired")
  void anExpiredTokenIsNobody() {
    Issued.Granted granted = issue(Optional.of(Duration.ofMillis(1)), Scope.READ);
    TestDatabase.awaitDatabaseClock(granted.token().times().expiresAt().orElseThrow());

    assertThat(tokens.bearer(granted.text())).isEmpty();
  }

  @Test
  void anotherOrganizationNeitherSeesNorRevokesIt() {
    Issued.Granted granted = issue(Optional.empty(), Scope.READ);
    OrgId other = founded("other-" + UUID.randomUUID().toString().substring(0, 8));

    assertThat(tokens.find(other, granted.token().id())).isEmpty();
    assertThat(tokens.revoke(other, granted.token().id(), STAFF)).isFalse();
    assertThat(tokens.bearer(granted.text())).isPresent();
  }

  @Test
  void nobodyHandsOnMoreThanTheyHold() {
    Issued.Granted reader = issue(Optional.empty(), Scope.READ, Scope.ADMIN);
    Principal by = tokens.bearer(reader.text()).orElseThrow();

    Issued more = tokens.issue(org, wish(Optional.empty(), Scope.WRITE), by);

    assertThat(more).isInstanceOf(Issued.Refused.class);
    assertThat(((Issued.Refused) more).field()).isEqualTo("scopes");
  }

  @Test
  void textThatIsNoTokenIsNobody() {
    for (String text :
        new String[] {
          "", "bwl_", "bwl_" + "x".repeat(5000), "bwl_" + "x".repeat(49), "' or 1=1 --"
        }) {
      assertThat(tokens.bearer(Secret.of(text))).isEmpty();
    }
  }

  @Test
  void whenItWasUsedLastIsKnownToTheMinute() {
    Issued.Granted granted = issue(Optional.empty(), Scope.READ);
    assertThat(lastUsed(granted)).isEmpty();

    tokens.bearer(granted.text());
    Optional<Instant> first = lastUsed(granted);
    assertThat(first).isPresent();
    tokens.bearer(granted.text());
    assertThat(lastUsed(granted)).as("not written at each use").isEqualTo(first);
  }

  private Optional<Instant> lastUsed(Issued.Granted granted) {
    return tokens.find(org, granted.token().id()).orElseThrow().times().lastUsedAt();
  }

  @Test
  void aTokenForSomeInstallsIsNothingToAVersionThatKnowsOfNone() {
    var install = new InstallId(UUID.randomUUID());
    NewToken wish =
        new NewToken(
            "ci",
            Set.of(Scope.READ),
            Optional.empty(),
            Optional.of(Only.installs(Set.of(install))));
    Issued.Granted granted = (Issued.Granted) tokens.issue(org, wish, STAFF);

    Principal.Member bearer = (Principal.Member) tokens.bearer(granted.text()).orElseThrow();
    assertThat(bearer.only()).contains(Only.installs(Set.of(install)));
    assertThat(bearer.scopes()).containsExactly(Scope.READ);
    assertThat(granted.token().only()).contains(Only.installs(Set.of(install)));
    String kept =
        transactions.inOrg(
            org,
            tx ->
                OpenTransaction.handle(tx)
                    .createQuery("select scopes from api_token where id = :id")
                    .bind("id", granted.token().id().value())
                    .mapTo(String.class)
                    .one());
    assertThat(Scope.parse(kept)).as("the whole of what such a version goes by").isEmpty();
  }

  @Test
  void theOwnersTokenIsMadeOnceAndOpensEverything() {
    Optional<Secret> first = tokens.firstOwner();
    Optional<Secret> second = tokens.firstOwner();

    assertThat(second).isEmpty();
    first.ifPresent(text ->
        assertThat(tokens.bearer(text).orElseThrow())
            .isInstanceOf(Principal.Staff.class)
            .extracting(Principal::scopes)
            .isEqualTo(EnumSet.allOf(Scope.class)));
  }

  private Issued.Granted issue(Optional<Duration> life, Scope... scopes) {
    return (Issued.Granted) tokens.issue(org, wish(life, scopes), STAFF);
  }

  private static NewToken wish(Optional<Duration> life, Scope... scopes) {
    return new NewToken("ci", Set.of(scopes), life);
  }

  private OrgId founded(String name) {
    return ((Founding.Founded) organizations.found(name, STAFF)).organization().id();
  }
}

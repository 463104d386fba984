package io.bowline.control.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.member.store.MemberRows;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final TestAnna anna = new TestAnna();
  private final Sessions sessions = anna.accounts.sessions;

  private Optional<Principal> bearer(Sessions.Begun begun) {
    return anna.accounts.bearers.of(begun.text());
  }

  private void later(Sessions.Begun begun, String column, String interval) {
    TestDatabase.asKeeper(
        "update sign_in_session set %s = %s - interval '%s' where id = '%s'"
            .formatted(column, column, interval, begun.session().id()));
  }

  @Test
  void itIsOverWhenNobodyUsesItForAWhile() {
    Sessions.Begun begun = anna.in();
    later(begun, "last_used_at", "11 hours");
    assertThat(bearer(begun)).isPresent();
    later(begun, "last_used_at", "11 hours");
    assertThat(bearer(begun)).as("used meanwhile").isPresent();
    later(begun, "last_used_at", "13 hours");
    assertThat(bearer(begun)).isEmpty();
    assertThat(sessions.list(anna.org, anna.member.id())).isEmpty();
  }

  @Test
  void itIsOverAfterItsTimeHoweverMuchItIsUsed() {
    Sessions.Begun begun = anna.in();
    assertThat(Duration.between(begun.session().createdAt(), begun.session().times().expiresAt()))
        .isBetween(Duration.ofDays(7), Duration.ofDays(7).plusMinutes(1));
    later(begun, "expires_at", "7 days 2 minutes");
    assertThat(bearer(begun)).isEmpty();
  }

  @Test
  void itsHolderDoesWhatTheirRoleAllowsAtThatMoment() {
    Sessions.Begun begun = anna.in();
    assertThat(bearer(begun).orElseThrow().scopes()).isEqualTo(Role.OWNER.scopes());
    anna.transactions.runInOrg(
        anna.org, tx -> new MemberRows().assign(tx, anna.org, anna.member.id(), Role.VIEWER));
    assertThat(bearer(begun).orElseThrow().scopes()).isEqualTo(Role.VIEWER.scopes());
    anna.transactions.runInOrg(
        anna.org, tx -> new MemberRows().remove(tx, anna.org, anna.member.id()));
    assertThat(bearer(begun)).isEmpty();
  }

  @Test
  void oneIsEndedAtOnceAndTheOthersStay() {
    Sessions.Begun one = anna.in();
    Sessions.Begun other = anna.in();
    Principal self = bearer(other).orElseThrow();
    TestAccounts replica = new TestAccounts(anna.transactions, anna.tokens, anna.audit);
    assertThat(sessions.list(anna.org, anna.member.id()))
        .extracting(Session::id)
        .containsExactly(other.session().id(), one.session().id());

    assertThat(sessions.end(anna.org, anna.member.id(), one.session().id(), self)).isTrue();

    assertThat(replica.bearers.of(one.text())).isEmpty();
    assertThat(replica.bearers.of(other.text())).isPresent();
    assertThat(sessions.end(anna.org, anna.member.id(), one.session().id(), self)).isFalse();
    assertThat(sessions.end(anna.org, new TestAnna().member.id(), other.session().id(), self))
        .as("anothers")
        .isFalse();
    assertThat(anna.done().getLast().entry().action()).isEqualTo("session.end");
  }

  @Test
  void allOthersEndWithAnotherPasswordAndBySaying() {
    Sessions.Begun one = anna.in();
    Sessions.Begun other = anna.in();
    var held = Optional.of(one.session().id());
    Secret next = Secret.of("purple harbour ninety");
    assertThat(
            anna.accounts.passwords.change(
                anna.org, anna.member.holder(), Optional.of(TestAnna.PASSWORD), next, held))
        .isEqualTo(new Changed.Made<>(1));
    assertThat(bearer(one)).isPresent();
    assertThat(bearer(other)).isEmpty();
    assertThat(anna.signIn(TestAnna.PASSWORD)).isEqualTo(new SignedIn.Refused());
    assertThat(anna.signIn(next)).isInstanceOf(SignedIn.In.class);

    Principal self = bearer(one).orElseThrow();
    assertThat(sessions.endAll(anna.org, anna.member.id(), Optional.empty(), self)).isEqualTo(2);
    assertThat(bearer(one)).isEmpty();
  }

  @Test
  void aPasswordIsChangedOnlyByWhoKnowsTheOneBefore() {
    Secret next = Secret.of("purple harbour ninety");
    for (Optional<Secret> current : List.of(Optional.<Secret>empty(), Optional.of(next))) {
      assertThat(
              anna.accounts.passwords.change(
                  anna.org, anna.member.holder(), current, next, Optional.empty()))
          .isEqualTo(new Changed.Unproven<>("currentPassword"));
    }
    assertThat(
            anna.accounts.passwords.change(
                anna.org,
                anna.member.holder(),
                Optional.of(TestAnna.PASSWORD),
                Secret.of("anna@example.com"),
                Optional.empty()))
        .isInstanceOf(Changed.Refused.class);
    assertThat(anna.signIn(TestAnna.PASSWORD)).isInstanceOf(SignedIn.In.class);
  }

  @Test
  void aLinkSetsAPasswordAnewOnceAndEndsWhatWasBegun() {
    Sessions.Begun begun = anna.in();
    Secret next = Secret.of("purple harbour ninety");
    Secret replaced = link();
    Secret link = link();
    assertThat(anna.accounts.resets.accept(replaced, next)).isInstanceOf(Changed.Unknown.class);
    assertThat(anna.accounts.resets.accept(link, Secret.of("password1234")))
        .as("it is not used up by one that will not do")
        .isInstanceOf(Changed.Refused.class);
    assertThat(anna.accounts.resets.accept(link, next)).isEqualTo(new Changed.Made<>(anna.org));
    assertThat(anna.accounts.resets.accept(link, next)).isInstanceOf(Changed.Unknown.class);
    assertThat(bearer(begun)).isEmpty();
    assertThat(anna.signIn(next)).isInstanceOf(SignedIn.In.class);
    Secret late = link();
    TestDatabase.asKeeper("update password_reset set expires_at = now() - interval '1 second'");
    assertThat(anna.accounts.resets.accept(late, next)).isInstanceOf(Changed.Unknown.class);
    assertThat(TestDatabase.dump("password_reset"))
        .doesNotContain(link.revealText().substring(5, 40));
  }

  private Secret link() {
    return anna.transactions
        .inOrg(
            anna.org,
            tx ->
                anna.accounts.resets.issue(
                    tx, anna.org, anna.member.id(), false, false, TestAnna.STAFF))
        .text();
  }
}

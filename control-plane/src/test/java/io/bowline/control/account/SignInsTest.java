package io.bowline.control.account;

import static io.bowline.control.account.TestAnna.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.audit.Whence;
import io.bowline.control.member.store.MemberRows;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.Secret;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignInsTest {
  private static final Secret WRONG = Secret.of("correct horse battery stable");

  private final TestAnna anna = new TestAnna();

  @Test
  void addressAndPasswordLetOneIn() {
    Sessions.Begun begun = anna.in();
    assertThat(begun.org()).isEqualTo(anna.org);
    assertThat(begun.session().member()).isEqualTo(anna.member.id());
    assertThat(begun.session().origin()).isEqualTo(new Session.Origin("192.0.2.1", "test/1"));
    assertThat(anna.accounts.bearers.of(begun.text()).orElseThrow().actor())
        .isEqualTo("member/" + anna.member.id());
    assertThat(anna.done().getLast().entry().action()).isEqualTo("session.begin");
    assertThat(anna.done().getLast().from())
        .contains(new Whence("192.0.2.1", "test/1", "session/" + begun.session().id()));
    var capitals =
        new Credentials(
            anna.org.toString(), "ANNA@example.com", PASSWORD, Optional.empty(), Whence.NOWHERE);
    assertThat(anna.accounts.signIns.signIn(capitals)).isInstanceOf(SignedIn.In.class);
  }

  @Test
  void whoeverIsUnknownIsAnsweredAsIfThePasswordWereWrong() {
    assertThat(anna.signIn(WRONG)).isEqualTo(new SignedIn.Refused());
    for (List<String> nobody :
        List.of(
            List.of(anna.organization, "nobody@example.com"),
            List.of("none-" + UUID.randomUUID(), "anna@example.com"),
            List.of("", ""))) {
      var given =
          new Credentials(
              nobody.getFirst(), nobody.getLast(), PASSWORD, Optional.empty(), Whence.NOWHERE);
      assertThat(anna.accounts.signIns.signIn(given)).isEqualTo(new SignedIn.Refused());
    }
    anna.transactions.runInOrg(
        anna.org, tx -> new MemberRows().remove(tx, anna.org, anna.member.id()));
    assertThat(anna.signIn(PASSWORD)).as("removed").isEqualTo(new SignedIn.Refused());
  }

  @Test
  void whoTriesTooOftenIsSentAwayForAWhile() {
    for (int i = 0; i < 10; i++) {
      assertThat(anna.signIn(WRONG, "192.0.2.66")).isEqualTo(new SignedIn.Refused());
    }
    for (Secret password : List.of(WRONG, PASSWORD)) {
      assertThat(anna.signIn(password, "192.0.2.66"))
          .isInstanceOfSatisfying(
              SignedIn.TooMany.class,
              many -> assertThat(many.rest()).isPositive().isLessThanOrEqualTo(Tries.WHILE));
    }
    assertThat(anna.signIn(PASSWORD, "192.0.2.67")).isInstanceOf(SignedIn.In.class);

    pass();
    assertThat(anna.signIn(PASSWORD, "192.0.2.66")).isInstanceOf(SignedIn.In.class);
  }

  /// Lets the while pass for whatever is counted.
  private static void pass() {
    TestDatabase.asKeeper("update sign_in_tries set since = since - interval '16 minutes'");
  }

  @Test
  void whoTriesAnothersPasswordFromEverywhereDoesNotKeepThemOut() {
    anna.in();
    IntStream.range(0, 60).forEach(i -> anna.signIn(WRONG, "198.51.100." + i));

    assertThat(anna.signIn(PASSWORD, "203.0.113.1"))
        .as("from where they never were")
        .isInstanceOf(SignedIn.TooMany.class);
    assertThat(anna.signIn(PASSWORD))
        .as("from where they signed in before")
        .isInstanceOf(SignedIn.In.class);
  }

  @Test
  void whoTriesAnothersPasswordAtTheSameAddressDoesNotKeepThemOut() {
    Optional<String> device = Optional.of(KnownDevice.of(anna.in().text()));
    for (int i = 0; i < 10; i++) {
      assertThat(anna.signIn(WRONG)).isEqualTo(new SignedIn.Refused());
    }
    assertThat(anna.signIn(PASSWORD)).as("anybody").isInstanceOf(SignedIn.TooMany.class);
    for (String madeUp : List.of("", "nonsense", "A".repeat(43), "!")) {
      assertThat(anna.with(Optional.of(madeUp), PASSWORD))
          .as(madeUp)
          .isInstanceOf(SignedIn.TooMany.class);
    }
    assertThat(new TestAnna().with(device, PASSWORD))
        .as("somebody else's is none of theirs")
        .isInstanceOf(SignedIn.In.class);

    assertThat(anna.with(device, WRONG)).isEqualTo(new SignedIn.Refused());
    assertThat(anna.with(device, PASSWORD)).isInstanceOf(SignedIn.In.class);
    assertThat(anna.signIn(PASSWORD))
        .as("what was tried without it counts as before")
        .isInstanceOf(SignedIn.TooMany.class);
  }

  @Test
  void aKnownProgramIsGoodForAsManyTriesAsAnyAndOutlastsItsSession() {
    Sessions.Begun begun = anna.in();
    anna.accounts.sessions.endAll(anna.org, anna.member.id(), Optional.empty(), TestAnna.STAFF);
    Optional<String> device = Optional.of(KnownDevice.of(begun.text()));
    for (int i = 0; i < 10; i++) {
      assertThat(anna.with(device, WRONG)).isEqualTo(new SignedIn.Refused());
    }
    assertThat(anna.with(device, PASSWORD)).isInstanceOf(SignedIn.TooMany.class);
    assertThat(anna.signIn(PASSWORD))
        .as("and whoever has it keeps nobody out who has not")
        .isInstanceOf(SignedIn.In.class);
    assertThat(anna.accounts.bearers.of(Secret.of(device.get()))).as("no secret").isEmpty();
  }

  @Test
  void manyTriesAtOnceAreNotMoreThanManyTries() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<SignedIn> once = () -> anna.signIn(WRONG, "2001:db8:0:0:0:0:0:1");
      List<Future<SignedIn>> answers =
          IntStream.range(0, 40).mapToObj(i -> threads.submit(once)).toList();
      int refused = 0;
      for (Future<SignedIn> answer : answers) {
        refused += answer.get(60, TimeUnit.SECONDS) instanceof SignedIn.Refused ? 1 : 0;
      }
      assertThat(refused).isEqualTo(10);
    }
    assertThat(anna.signIn(PASSWORD, "2001:db8:0:0:ffff:0:0:7"))
        .as("another address of the same network")
        .isInstanceOf(SignedIn.TooMany.class);
  }

  @Test
  void oneSourceThatTriesManyPeopleIsSentAway() {
    String source = "192.0.2." + (100 + Math.floorMod(anna.org.hashCode(), 100));
    pass();
    SignedIn last = new SignedIn.Refused();
    for (int i = 0; i <= 100; i++) {
      var given =
          new Credentials(
              anna.organization,
              "n" + i + "@example.com",
              WRONG,
              Optional.empty(),
              new Whence(source, "", ""));
      last = anna.accounts.signIns.signIn(given);
    }
    assertThat(last).isInstanceOf(SignedIn.TooMany.class);
  }

  @Test
  void theDatabaseKnowsNoPasswordAndNoSessionsText() {
    String text = anna.in().text().revealText();
    assertThat(text).startsWith("bwls_");
    assertThat(TestDatabase.dump("sign_in_session")).doesNotContain(text.substring(5, 40));
    assertThat(TestDatabase.dump("member_password"))
        .contains("$argon2id$")
        .doesNotContain(PASSWORD.revealText());
    assertThat(TestDatabase.dump("sign_in_tries")).doesNotContain("anna");
  }
}

package io.bowline.control.member;

import static io.bowline.control.member.TestPeople.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InvitationsTest {
  private final TestPeople people = new TestPeople();
  private final Invitations invitations = people.invitations;

  @Test
  void anInvitationMakesOneMemberInItsRoleAndNoSecond() {
    Invited.Sent sent = people.sent("Anna@Example.com", Role.OPERATOR, STAFF);

    Joined joined = people.accepted(sent.text(), "Anna").orElseThrow();
    assertThat(joined.begun().org()).isEqualTo(people.org);
    assertThat(joined.member().email()).isEqualTo("anna@example.com");
    assertThat(joined.member().role()).isEqualTo(Role.OPERATOR);
    assertThat(people.now(joined).actor()).isEqualTo("member/" + joined.member().id());

    assertThat(people.accepted(sent.text(), "Mallory")).isEmpty();
    assertThat(invitations.list(people.org, Optional.empty(), 10)).isEmpty();
  }

  @Test
  void twoWhoAcceptAtOnceAreOneMember() throws Exception {
    Secret text = people.sent("anna@example.com", Role.VIEWER, STAFF).text();
    List<Future<Optional<Joined>>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> people.accepted(text, "Anna")));
      }
      int joined = 0;
      for (Future<Optional<Joined>> answer : answers) {
        joined += answer.get(60, TimeUnit.SECONDS).isPresent() ? 1 : 0;
      }
      assertThat(joined).isOne();
    }
    assertThat(people.members.list(people.org, "", 10)).hasSize(1);
  }

  @Test
  void whatIsOverRevokedReplacedOrMadeUpBringsNobodyIn() {
    var brief = new NewInvitation("a@example.com", Role.VIEWER, Duration.ofMillis(50));
    Secret over = text(invited(brief));
    Invited.Sent revoked = people.sent("b@example.com", Role.VIEWER, STAFF);
    assertThat(invitations.revoke(people.org, revoked.invitation().id(), STAFF)).isTrue();
    assertThat(invitations.revoke(people.org, revoked.invitation().id(), STAFF)).isFalse();
    Secret replaced = people.sent("c@example.com", Role.VIEWER, STAFF).text();
    Secret latest = people.sent("C@example.com", Role.ADMIN, STAFF).text();
    TestDatabase.awaitDatabaseClock(Instant.now().plusMillis(50));

    for (Secret text : List.of(over, revoked.text(), replaced, Secret.of("bwli_nonsense"))) {
      assertThat(people.accepted(text, "Mallory")).isEmpty();
    }
    assertThat(people.accepted(latest, "Cleo").orElseThrow().member().role()).isEqualTo(Role.ADMIN);
  }

  @Test
  void whoCannotInviteAnyMoreHasInvitedNobody() {
    Joined anna = people.joined("anna", Role.OWNER);
    people.joined("ben", Role.OWNER);
    Principal owner = people.now(anna);
    Secret asOwner = people.sent("c@example.com", Role.OWNER, owner).text();
    Secret asViewer = people.sent("d@example.com", Role.VIEWER, owner).text();

    people.members.assign(people.org, anna.member().id(), Role.ADMIN, STAFF);
    assertThat(people.accepted(asOwner, "Cleo")).isEmpty();
    assertThat(invitations.list(people.org, Optional.empty(), 10)).hasSize(1);

    people.members.remove(people.org, anna.member().id(), STAFF);
    assertThat(people.accepted(asViewer, "Dan")).isEmpty();
  }

  @Test
  void addressesAndTimesThatAreNoneAreRefusedAndAMemberIsNotInvitedAgain() {
    for (String email : List.of("", "anna", "a b@example.com", "a@", "a@b@c", "\u0000@b.c")) {
      assertThat(people.invite(email, Role.VIEWER, STAFF))
          .as(email)
          .isInstanceOf(Invited.Refused.class);
    }
    for (Duration life :
        List.of(Duration.ZERO, Duration.ofDays(31), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThat(invited(new NewInvitation("a@example.com", Role.VIEWER, life)))
          .isInstanceOf(Invited.Refused.class);
    }
    people.joined("anna", Role.VIEWER);
    assertThat(people.invite("ANNA@example.com", Role.ADMIN, STAFF))
        .isInstanceOf(Invited.Conflict.class);
  }

  @Test
  void openOnesAreBounded() {
    for (int i = 0; i < 100; i++) {
      people.sent("n" + i + "@example.com", Role.VIEWER, STAFF);
    }
    assertThat(people.invite("more@example.com", Role.VIEWER, STAFF))
        .isInstanceOf(Invited.Conflict.class);
    assertThat(people.invite("n7@example.com", Role.VIEWER, STAFF))
        .as("in place of the one before")
        .isInstanceOf(Invited.Sent.class);
  }

  private Invited invited(NewInvitation wish) {
    return people.transactions.inOrg(
        people.org, tx -> invitations.invite(tx, people.org, wish, STAFF));
  }

  private static Secret text(Invited invited) {
    return ((Invited.Sent) invited).text();
  }

  @Test
  void theDatabaseHoldsItsHashAndNeverItsText() {
    String text = people.sent("anna@example.com", Role.VIEWER, STAFF).text().revealText();

    assertThat(text).startsWith("bwli_");
    assertThat(TestDatabase.dump("invitation")).isNotEmpty().doesNotContain(text.substring(5, 40));
  }
}

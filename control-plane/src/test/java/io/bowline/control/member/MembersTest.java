package io.bowline.control.member;

import static io.bowline.control.member.TestPeople.STAFF;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.audit.ChainLink;
import io.bowline.control.org.Access;
import io.bowline.control.org.Issued;
import io.bowline.control.org.NewToken;
import io.bowline.control.org.Place;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.org.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MembersTest {
  private final TestPeople people = new TestPeople();
  private final Members members = people.members;

  @Test
  @Tag("C9.viewer-cannot-mutate")
  void aTokenNeverDoesMoreThanItsHolderMayAtThatMoment() {
    Joined anna = people.joined("anna", Role.OWNER);
    Joined ben = people.joined("ben", Role.ADMIN);
    Issued.Granted own =
        (Issued.Granted)
            people.tokens.issue(
                people.org,
                new NewToken("ci", Set.of(Scope.READ, Scope.WRITE), Optional.empty()),
                people.now(ben));
    assertThat(own.token().origin().holder()).contains(ben.member().id());

    members.assign(people.org, ben.member().id(), Role.VIEWER, people.now(anna));

    Principal viewer = people.tokens.bearer(own.text()).orElseThrow();
    assertThat(viewer.scopes()).containsExactly(Scope.READ);
    assertThat(people.now(ben).scopes()).containsExactly(Scope.READ);
    assertThat(
            Access.decide(
                viewer,
                new Access.Verb(Scope.WRITE, Access.Whom.ANYBODY),
                new Place.Organization(people.org)))
        .isEqualTo(
            new Access.Decision.Refused(
                "Your role is viewer; this needs operator."
                    + " Ask an owner or admin of the organization."));

    members.assign(people.org, ben.member().id(), Role.OPERATOR, people.now(anna));
    assertThat(people.tokens.bearer(own.text()).orElseThrow().scopes())
        .as("no more than was given to the token")
        .containsExactlyInAnyOrder(Scope.READ, Scope.WRITE);
    assertThat(people.now(ben).scopes()).contains(Scope.APPROVE).doesNotContain(Scope.ADMIN);
  }

  @Test
  @Tag("C9.removed-token-dies")
  void whatARemovedMemberHoldsIsNobodys() {
    Joined anna = people.joined("anna", Role.OWNER);
    Joined ben = people.joined("ben", Role.ADMIN);
    Issued.Granted own =
        (Issued.Granted)
            people.tokens.issue(
                people.org,
                new NewToken("ci", Set.of(Scope.READ), Optional.empty()),
                people.now(ben));

    assertThat(members.remove(people.org, ben.member().id(), people.now(anna)))
        .isEqualTo(new Change.Made(ben.member()));

    assertThat(people.tokens.bearer(own.text())).isEmpty();
    assertThat(people.bearer(ben.begun().text())).isEmpty();
    assertThat(people.tokens.find(people.org, own.token().id()).orElseThrow().times().revokedAt())
        .as("a process of an earlier version looks at this alone")
        .isPresent();
    assertThat(members.list(people.org, "", 10)).containsExactly(anna.member());
    assertThat(members.remove(people.org, ben.member().id(), STAFF))
        .isInstanceOf(Change.Unknown.class);
    assertThat(people.joined("ben", Role.VIEWER).member().id()).isNotEqualTo(ben.member().id());
  }

  @Test
  void nobodyGivesOrTakesARoleAboveTheirOwn() {
    Joined anna = people.joined("anna", Role.OWNER);
    Joined ben = people.joined("ben", Role.ADMIN);
    Joined cleo = people.joined("cleo", Role.VIEWER);
    Principal admin = people.now(ben);

    assertThat(members.assign(people.org, anna.member().id(), Role.VIEWER, admin))
        .isInstanceOf(Change.Refused.class);
    assertThat(members.remove(people.org, anna.member().id(), admin))
        .isInstanceOf(Change.Refused.class);
    assertThat(members.assign(people.org, cleo.member().id(), Role.OWNER, admin))
        .isInstanceOf(Change.Refused.class);
    assertThat(members.assign(people.org, ben.member().id(), Role.OWNER, admin))
        .isInstanceOf(Change.Refused.class);
    assertThat(people.invite("dan@example.com", Role.OWNER, admin))
        .isInstanceOf(Invited.NotAllowed.class);
    assertThat(members.assign(people.org, cleo.member().id(), Role.ADMIN, admin))
        .isInstanceOf(Change.Made.class);
  }

  @Test
  void theLastOwnerNeitherLeavesNorIsDemotedNorRemoved() {
    Joined anna = people.joined("anna", Role.OWNER);
    people.joined("ben", Role.ADMIN);

    for (Principal by : List.of(people.now(anna), STAFF)) {
      assertThat(members.assign(people.org, anna.member().id(), Role.ADMIN, by))
          .isInstanceOf(Change.LastOwner.class);
      assertThat(members.remove(people.org, anna.member().id(), by))
          .isInstanceOf(Change.LastOwner.class);
    }
    assertThat(members.leave(people.org, anna.member().id())).isInstanceOf(Change.LastOwner.class);

    people.joined("cleo", Role.OWNER);
    assertThat(members.leave(people.org, anna.member().id())).isInstanceOf(Change.Made.class);
    assertThat(people.bearer(anna.begun().text())).isEmpty();
  }

  @RepeatedTest(5)
  void ofTwoOwnersWhoGoAtOnceOneStays() throws Exception {
    Joined anna = people.joined("anna", Role.OWNER);
    Joined ben = people.joined("ben", Role.OWNER);
    Principal one = people.now(anna);
    Principal other = people.now(ben);

    List<Change> changes =
        atOnce(
            List.of(
                () -> members.remove(people.org, ben.member().id(), one),
                () -> members.assign(people.org, anna.member().id(), Role.VIEWER, other),
                () -> members.leave(people.org, anna.member().id()),
                () -> members.leave(people.org, ben.member().id())));

    assertThat(members.list(people.org, "", 10))
        .filteredOn(member -> member.role() == Role.OWNER)
        .as("after %s", changes)
        .hasSize(1);
  }

  private static List<Change> atOnce(List<Callable<Change>> works) throws Exception {
    var start = new CyclicBarrier(works.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Change>> running =
          works.stream()
              .map(work ->
                  threads.submit(() -> {
                    start.await(60, TimeUnit.SECONDS);
                    return work.call();
                  }))
              .toList();
      var changes = new ArrayList<Change>();
      for (Future<Change> one : running) {
        changes.add(one.get(60, TimeUnit.SECONDS));
      }
      return changes;
    }
  }

  @Test
  void whoIsNoAdminAnyMoreChangesNothingWithARequestThatCameInBefore() {
    Joined anna = people.joined("anna", Role.OWNER);
    Joined ben = people.joined("ben", Role.ADMIN);
    Principal before = people.now(ben);
    members.assign(people.org, ben.member().id(), Role.OPERATOR, people.now(anna));

    assertThat(members.remove(people.org, anna.member().id(), before))
        .isInstanceOf(Change.Refused.class);
    assertThat(people.invite("dan@example.com", Role.VIEWER, before))
        .isInstanceOf(Invited.NotAllowed.class);
  }

  @Test
  void theAuditTellsWhoMadeWhomWhat() {
    Joined anna = people.joined("anna", Role.OWNER);
    Joined ben = people.joined("ben", Role.ADMIN);
    members.assign(people.org, ben.member().id(), Role.VIEWER, people.now(anna));
    members.remove(people.org, ben.member().id(), people.now(anna));

    List<ChainLink> links =
        people.transactions.inOrg(
            people.org, tx -> people.audit.before(tx, people.org, Long.MAX_VALUE, 2));
    assertThat(links)
        .extracting(link -> link.entry().actor())
        .containsOnly("member/" + anna.member().id());
    assertThat(links)
        .extracting(link -> link.entry().action())
        .containsExactly("member.remove", "member.role");
    assertThat(links.getLast().entry().detail())
        .isEqualTo("{\"before\":{\"role\":\"admin\"},\"after\":{\"role\":\"viewer\"}}");
  }
}

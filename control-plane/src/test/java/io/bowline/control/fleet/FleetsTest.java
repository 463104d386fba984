package io.bowline.control.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cloud.Complaint;
import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.provider.Deletion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Fleets on a real database.
class FleetsTest {
  private final TestFleets there = new TestFleets();

  private Fleet now(String identifier) {
    return there.fleets.find(there.org, identifier).orElseThrow();
  }

  @Test
  @Tag("K25.path-recorded")
  void thePathToHealthyIsKeptWithItsReasonsAndTimes() {
    Fleet fleet = there.made(TestFleets.byok("one"));
    assertThat(there.move(fleet, FleetStatus.PROVISIONING, "the runner is installed"))
        .isInstanceOf(Move.Moved.class);
    assertThat(there.move(fleet, FleetStatus.PROVISIONING, "the runner is installed"))
        .isInstanceOf(Move.Unchanged.class);
    there.move(fleet, FleetStatus.HEALTHY, "");
    there.move(fleet, FleetStatus.UNHEALTHY, "no default StorageClass");
    List<Standing> history = there.fleets.history(fleet, 100);
    assertThat(history)
        .extracting(Standing::status)
        .containsExactly(
            FleetStatus.PENDING,
            FleetStatus.PROVISIONING,
            FleetStatus.HEALTHY,
            FleetStatus.UNHEALTHY);
    assertThat(history).extracting(Standing::since).isSorted().doesNotHaveDuplicates();
    assertThat(history).extracting(Standing::reason).last().isEqualTo("no default StorageClass");
    assertThat(now("one").standing()).isEqualTo(history.getLast());
    assertThat(TestDatabase.dump("outbox")).contains(fleet.id().toString()).contains("Unhealthy");
  }

  @Test
  void whatCannotFollowIsRefusedAndNothingChanges() {
    Fleet fleet = there.made(TestFleets.byok("one"));
    assertThat(there.move(fleet, FleetStatus.HEALTHY, "at once"))
        .isInstanceOfSatisfying(
            Move.Impossible.class,
            impossible -> assertThat(impossible.fleet().status()).isEqualTo(FleetStatus.PENDING));
    assertThat(there.fleets.history(fleet, 100)).hasSize(1);
    assertThat(there.fleets.retry(there.org, "one", "me")).isInstanceOf(Move.Impossible.class);
    there.move(fleet, FleetStatus.ERROR, "the API server does not answer");
    assertThat(there.fleets.retry(there.org, "one", "me"))
        .isInstanceOfSatisfying(
            Move.Moved.class,
            moved -> assertThat(moved.fleet().status()).isEqualTo(FleetStatus.PENDING));
    assertThat(now("one").standing().reason()).isEqualTo("tried again by me");
  }

  @Test
  void theHistoryOfOneThatFlapsIsBounded() {
    Fleet fleet = there.made(TestFleets.byok("one"));
    there.healthy(fleet);
    there.transactions.runInOrg(
        there.org,
        tx -> {
          for (int i = 0; i < 255; i++) {
            there.fleets.move(tx, fleet, FleetStatus.UNHEALTHY, "no room");
            there.fleets.move(tx, fleet, FleetStatus.HEALTHY, "");
          }
        });
    assertThat(there.fleets.history(fleet, 10_000)).hasSize(500);
  }

  @Test
  @Tag("K22.one-fleet-for-two-clicks")
  void theSameWishTwentyTimesAtOnceIsOneFleet() throws Exception {
    List<Callable<Admission>> clicks =
        IntStream.range(0, 20)
            .<Callable<Admission>>mapToObj(_ -> () -> there.create(TestFleets.byok("one")))
            .toList();
    var made = new HashSet<Fleet>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(clicks)) {
        assertThat(answer.get())
            .isInstanceOfSatisfying(
                Admission.Admitted.class, admitted -> made.add(admitted.fleet()));
      }
    }
    assertThat(made).hasSize(1);
    assertThat(there.fleets.history(made.iterator().next(), 10)).hasSize(1);
    assertThat(there.create(TestFleets.byok("one", Tenancy.SHARED, 5, 40)))
        .isInstanceOf(Admission.IdentifierTaken.class);
  }

  @Test
  void aDomainBelongsToOneFleet() {
    there.made(TestFleets.byok("one"));
    NewFleet other = TestFleets.byok("two");
    assertThat(
            there.create(
                new NewFleet(
                    "two",
                    other.infra(),
                    "one.example.com",
                    other.tenancy(),
                    1,
                    1,
                    Map.of(),
                    Map.of())))
        .isInstanceOfSatisfying(
            Admission.DomainTaken.class,
            taken -> assertThat(taken.by().identifier()).isEqualTo("one"));
    assertThat(new TestFleets().create(TestFleets.byok("one")))
        .as("another organization has names of its own")
        .isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void whatWasNeverBegunIsGoneAtOnceAndTheRestIsTakenDownFirst() {
    Fleet never = there.made(TestFleets.byok("never"));
    assertThat(there.fleets.delete(there.org, "never", "me"))
        .isInstanceOf(io.bowline.control.fleet.Deletion.Gone.class);
    assertThat(there.fleets.find(there.org, "never")).isEmpty();
    assertThat(there.move(never, FleetStatus.PROVISIONING, "")).isInstanceOf(Move.Absent.class);

    Fleet begun = there.made(TestFleets.byok("begun"));
    there.healthy(begun);
    assertThat(removed(begun)).as("nobody asked for it").isFalse();
    for (int i = 0; i < 2; i++) {
      assertThat(there.fleets.delete(there.org, "begun", "me"))
          .isInstanceOf(io.bowline.control.fleet.Deletion.Begun.class);
    }
    there.move(begun, FleetStatus.DELETE_FAILED, "a namespace does not end");
    assertThat(there.fleets.retry(there.org, "begun", "me")).isInstanceOf(Move.Moved.class);
    assertThat(removed(begun)).isTrue();
    assertThat(there.fleets.find(there.org, "begun")).isEmpty();
    assertThat(there.fleets.delete(there.org, "begun", "me"))
        .isInstanceOf(io.bowline.control.fleet.Deletion.Absent.class);
  }

  private boolean removed(Fleet fleet) {
    return there.transactions.inOrg(there.org, tx -> there.fleets.removed(tx, fleet, "system"));
  }

  @Test
  @Tag("P1.must-exist")
  @Tag("P3.no-provider-no-fleet")
  @Tag("P19.gate-before-valid")
  @Tag("P19.gate-after-rotation")
  void aFleetInACloudNeedsAProviderThatWasFoundRight() {
    assertThat(there.create(TestFleets.aws("one", "main")))
        .isInstanceOfSatisfying(
            Admission.Refused.class,
            refused ->
                assertThat(refused.complaints())
                    .extracting(Complaint::field)
                    .containsExactly("placement_config.account"));
    there.provider("main");
    hindered("has not been checked");
    there.checked("main");
    there.made(TestFleets.aws("one", "main"));

    there.providers.change(
        there.org,
        "main",
        Map.of("aws_access_secret", JsonNodeFactory.instance.textNode("b".repeat(40))),
        "me");
    hindered("since its configuration changed");
    there.checked("main");
    there.made(TestFleets.aws("two", "main"));
  }

  @Test
  @Tag("P7.listed-together")
  void fleetsOfSeveralCloudsStandInOneList() {
    there.provider("main");
    there.checked("main");
    there.azureProvider("other");
    there.checked("other");
    there.made(TestFleets.in(InfraType.AZURE, "b-azure", "other", "westeurope"));
    there.made(TestFleets.aws("a-aws", "main"));
    there.made(TestFleets.byok("c-brought"));

    var all = new FleetStore.Selection(Optional.empty(), Optional.empty(), "", 10);
    assertThat(there.fleets.list(there.org, all))
        .extracting(Fleet::identifier, Fleet::infra)
        .containsExactly(
            tuple("a-aws", InfraType.AWS),
            tuple("b-azure", InfraType.AZURE),
            tuple("c-brought", InfraType.BYOK));
    var azure = new FleetStore.Selection(Optional.of(InfraType.AZURE), Optional.empty(), "", 10);
    assertThat(there.fleets.list(there.org, azure))
        .extracting(Fleet::identifier)
        .containsExactly("b-azure");
  }

  private void hindered(String why) {
    assertThat(there.create(TestFleets.aws("two", "main")))
        .isInstanceOfSatisfying(
            Admission.Hindered.class, hindered -> assertThat(hindered.why()).contains(why));
  }

  @Test
  @Tag("P30.delete-in-use-refused")
  void aProviderThatAFleetNeedsStays() {
    there.provider("main");
    there.checked("main");
    there.made(TestFleets.aws("one", "main"));
    assertThat(there.providers.delete(there.org, "main", "me"))
        .isEqualTo(new Deletion.InUse("the fleet one"));
    there.fleets.delete(there.org, "one", "me");
    assertThat(there.providers.delete(there.org, "main", "me")).isEqualTo(new Deletion.Deleted());
  }

  @Test
  void limitsAndPartsChangeAndTheAuditHasBeforeAndAfter() {
    Fleet fleet = there.made(TestFleets.byok("one"));
    var wider =
        new FleetChange(Optional.of(6), Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(there.wishes.change(there.org, "one", wider, "me"))
        .isInstanceOfSatisfying(
            Admission.Admitted.class,
            admitted -> assertThat(admitted.fleet().room().maxTenants()).isEqualTo(6));
    assertThat(there.wishes.change(there.org, "one", wider, "me"))
        .isInstanceOf(Admission.Admitted.class);
    List<String> details =
        there.transactions.inOrg(
            there.org,
            tx ->
                there.audit.after(tx, there.org, 0, 100).stream()
                    .filter(link -> link.entry().action().equals("fleet.update"))
                    .map(link -> link.entry().detail())
                    .toList());
    assertThat(details)
        .containsExactly(
            "{\"identifier\":\"one\",\"after\":{\"max_tenants\":6},\"before\":{\"max_tenants\":4}}");
    there.healthy(fleet);
    var elsewhere =
        new FleetChange(
            Optional.empty(), Optional.empty(), Optional.of(Map.of()), Optional.empty());
    assertThat(there.wishes.change(there.org, "one", elsewhere, "me"))
        .isInstanceOf(Admission.Hindered.class);
  }
}

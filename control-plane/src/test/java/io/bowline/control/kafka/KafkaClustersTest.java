package io.bowline.control.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.fleet.Admission;
import io.bowline.control.fleet.Deletion;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetChange;
import io.bowline.control.fleet.FleetRoom;
import io.bowline.control.fleet.FleetStatus;
import io.bowline.control.fleet.Room;
import io.bowline.control.fleet.Tenancy;
import io.bowline.control.fleet.TestFleets;
import io.bowline.control.fleet.store.PgFleetStore;
import io.bowline.control.kafka.NewCluster.Where;
import io.bowline.control.kafka.store.PgKafkaClusterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Kafka clusters on fleets, on a real database.
class KafkaClustersTest {
  private final TestFleets there = new TestFleets();
  // two processes on one database
  private final List<KafkaClusters> replicas = List.of(clusters(), clusters());
  private final KafkaClusters clusters = replicas.getFirst();

  private KafkaClusters clusters() {
    return new KafkaClusters(
        there.transactions,
        there.ids,
        new PgKafkaClusterStore(),
        there.fleets,
        new FleetRoom(new PgFleetStore()),
        there.audit);
  }

  private Fleet fleet(String identifier, Tenancy tenancy, int tenants, int units) {
    Fleet fleet = there.made(TestFleets.byok(identifier, tenancy, tenants, units));
    there.healthy(fleet);
    return fleet;
  }

  private Creation create(KafkaClusters at, String identifier, Tenancy tenancy, int units) {
    var wish = new NewCluster(identifier, tenancy, units, new Where.On("one"));
    return there.transactions.inOrg(there.org, tx -> at.create(tx, there.org, wish, TestFleets.BY));
  }

  private Creation create(String identifier, Tenancy tenancy, int units) {
    return create(clusters, identifier, tenancy, units);
  }

  private Room room() {
    return there.fleets.find(there.org, "one").orElseThrow().room();
  }

  private static String why(Creation creation) {
    return ((Creation.NoRoom) creation).why();
  }

  private static int made(List<Creation> creations) {
    return (int) creations.stream().filter(Creation.Made.class::isInstance).count();
  }

  private List<Creation> allAtOnce(int requests, int units) throws Exception {
    List<Callable<Creation>> calls =
        IntStream.range(0, requests)
            .<Callable<Creation>>mapToObj(
                i -> () -> create(replicas.get(i % 2), "cluster-" + i, Tenancy.SHARED, units))
            .toList();
    var answers = new ArrayList<Creation>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  @Test
  @Tag("K11.limit-enforced")
  @Tag("K11.race-safe")
  void fiftyRequestsAtOnceAtTwoReplicasNeverMakeMoreThanMayBe() throws Exception {
    fleet("one", Tenancy.SHARED, 4, 1_000);
    List<Creation> answers = allAtOnce(50, 1);
    assertThat(made(answers)).isEqualTo(4);
    assertThat(answers)
        .filteredOn(Creation.NoRoom.class::isInstance)
        .hasSize(46)
        .allSatisfy(full -> assertThat(why(full)).contains("max tenancy 4 reached"));
    assertThat(room()).isEqualTo(new Room(4, 1_000, 4, 4));
    assertThat(clusters.list(there.org, Optional.empty(), "", 100)).hasSize(4);
  }

  @Test
  @Tag("K12.sum-enforced")
  @Tag("K12.race-safe")
  @Tag("K12.remaining-told")
  void fiftyRequestsAtOnceNeverTakeMoreUnitsThanThereAre() throws Exception {
    fleet("one", Tenancy.SHARED, 100, 40);
    assertThat(made(allAtOnce(50, 3))).isEqualTo(13);
    assertThat(room()).isEqualTo(new Room(100, 40, 13, 39));
    assertThat(why(create("one-more", Tenancy.SHARED, 3)))
        .contains("1 of 40 Kafka units are left (20 MBps), and 3 are wanted");
  }

  @Test
  void oneNameAtOnceManyTimesIsOneClusterAndTakesRoomOnce() throws Exception {
    fleet("one", Tenancy.SHARED, 100, 100);
    List<Callable<Creation>> calls =
        IntStream.range(0, 20)
            .<Callable<Creation>>mapToObj(
                i -> () -> create(replicas.get(i % 2), "same", Tenancy.SHARED, 2))
            .toList();
    var answers = new ArrayList<Creation>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    assertThat(made(answers)).isEqualTo(1);
    assertThat(answers).filteredOn(Creation.IdentifierTaken.class::isInstance).hasSize(19);
    assertThat(room()).isEqualTo(new Room(100, 100, 1, 2));
  }

  @Test
  @Tag("K9.dedicated-one")
  void aDedicatedFleetTakesOneCluster() {
    fleet("one", Tenancy.DEDICATED, 1, 10);
    assertThat(create("first", Tenancy.DEDICATED, 1)).isInstanceOf(Creation.Made.class);
    assertThat(why(create("second", Tenancy.DEDICATED, 1))).contains("max tenancy 1 reached");
  }

  @Test
  void anotherTenancyThanTheFleetsIsRefused() {
    fleet("one", Tenancy.ISOLATED, 4, 10);
    assertThat(why(create("first", Tenancy.SHARED, 1)))
        .contains("is isolated, and the cluster is to be shared");
  }

  @Test
  void onlyAHealthyFleetTakesAClusterOrMoreUnits() {
    Fleet fleet = there.made(TestFleets.byok("one"));
    assertThat(why(create("a", Tenancy.SHARED, 1))).contains("is Pending: waits for");
    there.healthy(fleet);
    create("a", Tenancy.SHARED, 4);
    there.move(fleet, FleetStatus.UNHEALTHY, "no default StorageClass");
    assertThat(why(create("b", Tenancy.SHARED, 1)))
        .contains("is Unhealthy: no default StorageClass");
    assertThat(why(clusters.resize(there.org, "a", 5, "me"))).contains("is Unhealthy");
    assertThat(clusters.resize(there.org, "a", 2, "me")).isInstanceOf(Creation.Made.class);
    assertThat(room().kafkaUnits()).isEqualTo(2);
  }

  @Test
  void aClusterIsMadeListedShownResizedAndDeletedAndItsRoomComesBack() {
    Fleet fleet = fleet("one", Tenancy.SHARED, 4, 10);
    var made = (Creation.Made) create("a", Tenancy.SHARED, 3);
    assertThat(made.room().unitsLeft()).isEqualTo(7);
    assertThat(made.room().tenantsLeft()).isEqualTo(3);
    assertThat(made.room().megabytesLeft()).isEqualTo(140);
    create("b", Tenancy.SHARED, 1);
    assertThat(clusters.list(there.org, Optional.of(fleet.id()), "", 10))
        .extracting(KafkaCluster::identifier)
        .containsExactly("a", "b");
    assertThat(clusters.find(there.org, "a")).contains(made.cluster());
    assertThat(why(clusters.resize(there.org, "a", 10, "me"))).contains("6 of 10");
    assertThat(((Creation.Made) clusters.resize(there.org, "a", 9, "me")).cluster().units())
        .isEqualTo(9);
    assertThat(room()).isEqualTo(new Room(4, 10, 2, 10));
    assertThat(there.fleets.delete(there.org, "one", "me")).isInstanceOf(Deletion.InUse.class);
    assertThat(clusters.delete(there.org, "a", "me")).contains(new Room(4, 10, 1, 1));
    assertThat(clusters.delete(there.org, "a", "me")).isEmpty();
  }

  @Test
  @Tag("K12.lowering-refused")
  void limitsDoNotGoBelowWhatIsTaken() {
    fleet("one", Tenancy.SHARED, 4, 10);
    create("a", Tenancy.SHARED, 3);
    create("b", Tenancy.SHARED, 3);
    assertThat(lowered(1, 10)).isInstanceOf(Admission.Hindered.class);
    assertThat(lowered(2, 5))
        .isInstanceOfSatisfying(
            Admission.Hindered.class, hindered -> assertThat(hindered.why()).contains("6 units"));
    assertThat(lowered(2, 6)).isInstanceOf(Admission.Admitted.class);
  }

  private Admission lowered(int tenants, int units) {
    return there.wishes.change(
        there.org,
        "one",
        new FleetChange(
            Optional.of(tenants), Optional.of(units), Optional.empty(), Optional.empty()),
        "me");
  }

  @Test
  void limitsThatAreLoweredWhileClustersComeStayAboveWhatIsTaken() throws Exception {
    fleet("one", Tenancy.SHARED, 50, 50);
    var calls = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 40; i++) {
      int number = i;
      calls.add(() -> create("c-" + number, Tenancy.SHARED, 1) instanceof Creation.Made);
      calls.add(() -> lowered(50 - number, 50 - number) instanceof Admission.Admitted);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(calls)) {
        answer.get();
      }
    }
    Room room = room();
    assertThat(room.tenants()).isLessThanOrEqualTo(room.maxTenants());
    assertThat(clusters.list(there.org, Optional.empty(), "", 100)).hasSize(room.tenants());
  }
}

package io.bowline.control.kafka;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Complaint;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.AuditEntry;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.fleet.FleetRoom;
import io.bowline.control.fleet.Fleets;
import io.bowline.control.fleet.Room;
import io.bowline.control.fleet.Taking;
import io.bowline.control.kafka.NewCluster.Where;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.KafkaClusterId;
import io.bowline.model.id.OrgId;
import io.bowline.model.sizing.KafkaUnits;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The Kafka clusters of every organization: records with the room that they take of their fleets.
@ApplicationScoped
public class KafkaClusters {
  // with -bootstrap behind it, it is a part of a DNS name
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?");
  private static final int SHOWN = 10;

  private final Transactions transactions;
  private final Ids ids;
  private final KafkaClusterStore store;
  private final Fleets fleets;
  private final FleetRoom room;
  private final Audit audit;

  public KafkaClusters(
      Transactions transactions,
      Ids ids,
      KafkaClusterStore store,
      Fleets fleets,
      FleetRoom room,
      Audit audit) {
    this.transactions = transactions;
    this.ids = ids;
    this.store = store;
    this.fleets = fleets;
    this.room = room;
    this.audit = audit;
  }

  /// Makes a cluster, in the caller's transaction.
  public Creation create(Tx tx, OrgId org, NewCluster wish, String by) {
    Optional<Complaint> wrong = check(wish);
    if (wrong.isPresent()) {
      return new Creation.Refused(wrong.get());
    }
    Optional<KafkaCluster> taken = store.find(tx, org, wish.identifier());
    if (taken.isPresent()) {
      return new Creation.IdentifierTaken(taken.get());
    }
    return switch (wish.where()) {
      case Where.On(String fleet) ->
          fleets
              .find(tx, org, fleet)
              .map(named -> on(tx, named, wish, by))
              .orElseGet(() ->
                  new Creation.Refused(
                      new Complaint("fleet", "names no fleet of the organization.")));
      case Where.Best(Wanted require, Wanted prefer) ->
          best(
              tx,
              org,
              wish,
              Placement.of(
                  fleets.candidates(tx, org), wish.tenancy(), wish.units(), require, prefer),
              by);
    };
  }

  private static Optional<Complaint> check(NewCluster wish) {
    if (!IDENTIFIER.matcher(wish.identifier()).matches()) {
      return Optional.of(
          new Complaint(
              "identifier", "must have 1 to 50 of a-z, 0-9 and -, and no - at its ends."));
    }
    return units(wish.units());
  }

  private static Optional<Complaint> units(int units) {
    return units < 1 || units > KafkaUnits.MOST
        ? Optional.of(
            new Complaint(
                "kafka_units", "must be a whole number from 1 to %d.".formatted(KafkaUnits.MOST)))
        : Optional.empty();
  }

  private Creation on(Tx tx, Fleet fleet, NewCluster wish, String by) {
    return switch (room.take(tx, fleet.org(), fleet.id(), wish.tenancy(), wish.units())) {
      case Taking.Taken(Fleet now) -> made(tx, now, wish, Optional.empty(), by);
      case Taking.Full(Fleet now, String why) ->
          new Creation.NoRoom("The fleet %s: %s.".formatted(now.identifier(), why));
      case Taking.Absent() ->
          new Creation.Refused(new Complaint("fleet", "names no fleet of the organization."));
    };
  }

  /// The best may have been taken by somebody else meanwhile; then it is the next.
  private Creation best(Tx tx, OrgId org, NewCluster wish, Placement placement, String by) {
    for (Placement.Candidate candidate : placement.fit()) {
      if (room.take(tx, org, candidate.fleet().id(), wish.tenancy(), wish.units())
          instanceof Taking.Taken(Fleet now)) {
        return made(tx, now, wish, Optional.of(placement), by);
      }
    }
    return new Creation.NoRoom(nowhere(placement));
  }

  private static String nowhere(Placement placement) {
    int fleets = placement.fit().size() + placement.refused().size();
    if (fleets == 0) {
      return "There is no fleet yet. Make one first.";
    }
    String each =
        placement.refused().stream()
            .limit(SHOWN)
            .map(candidate -> "%s: %s".formatted(candidate.fleet().identifier(), candidate.why()))
            .collect(Collectors.joining("; "));
    int more = Math.max(0, placement.refused().size() - SHOWN);
    return "None of the %d fleets can take it. %s%s."
        .formatted(fleets, each, more == 0 ? "" : "; and %d more".formatted(more));
  }

  private Creation made(
      Tx tx, Fleet fleet, NewCluster wish, Optional<Placement> placement, String by) {
    var cluster =
        new KafkaCluster(
            fleet.org(),
            new KafkaClusterId(ids.get()),
            wish.identifier(),
            fleet.id(),
            fleet.identifier(),
            fleet.domain(),
            fleet.tenancy(),
            wish.units(),
            by,
            tx.now(),
            tx.now());
    if (!store.insert(tx, cluster)) {
      // somebody was quicker; what was taken for this one is given back
      room.giveBack(tx, fleet.org(), fleet.id(), wish.units());
      return new Creation.IdentifierTaken(
          store.find(tx, fleet.org(), wish.identifier()).orElseThrow());
    }
    record(tx, cluster, by, "create", Optional.empty(), Optional.of(cluster.units()));
    return new Creation.Made(now(tx, cluster), fleet.room(), placement);
  }

  public Optional<KafkaCluster> find(OrgId org, String identifier) {
    return transactions.inOrg(org, tx -> store.find(tx, org, identifier));
  }

  /// In order of identifiers.
  ///
  /// @param fleet only those on it
  public List<KafkaCluster> list(OrgId org, Optional<FleetId> fleet, String after, int limit) {
    return transactions.inOrg(org, tx -> store.list(tx, org, fleet, after, limit));
  }

  /// Gives a cluster more units, or fewer.
  public Creation resize(OrgId org, String identifier, int units, String by) {
    Optional<Complaint> wrong = units(units);
    if (wrong.isPresent()) {
      return new Creation.Refused(wrong.get());
    }
    return transactions.inOrg(
        org,
        tx ->
            store
                .lock(tx, org, identifier)
                .map(cluster -> resized(tx, cluster, units, by))
                .orElseGet(Creation.Absent::new));
  }

  private Creation resized(Tx tx, KafkaCluster cluster, int units, String by) {
    return switch (room.grow(tx, cluster.org(), cluster.fleet(), units - cluster.units())) {
      case Taking.Taken(Fleet now) -> {
        if (units != cluster.units()) {
          store.resize(tx, cluster.org(), cluster.id(), units);
          record(tx, cluster, by, "resize", Optional.of(cluster.units()), Optional.of(units));
        }
        yield new Creation.Made(now(tx, cluster), now.room(), Optional.empty());
      }
      case Taking.Full(Fleet now, String why) ->
          new Creation.NoRoom("The fleet %s: %s.".formatted(now.identifier(), why));
      case Taking.Absent() -> new Creation.Absent();
    };
  }

  /// Deletes a cluster, and gives its room back.
  ///
  /// @return the room of its fleet afterwards; empty when there is no such cluster
  public Optional<Room> delete(OrgId org, String identifier, String by) {
    return transactions.inOrg(
        org,
        tx ->
            store
                .lock(tx, org, identifier)
                .map(cluster -> {
                  store.delete(tx, org, cluster.id());
                  Fleet now = room.giveBack(tx, org, cluster.fleet(), cluster.units());
                  record(tx, cluster, by, "delete", Optional.of(cluster.units()), Optional.empty());
                  return now.room();
                }));
  }

  private KafkaCluster now(Tx tx, KafkaCluster cluster) {
    return store.find(tx, cluster.org(), cluster.identifier()).orElseThrow();
  }

  private void record(
      Tx tx,
      KafkaCluster cluster,
      String by,
      String action,
      Optional<Integer> before,
      Optional<Integer> after) {
    ObjectNode detail =
        JsonNodeFactory.instance
            .objectNode()
            .put("identifier", cluster.identifier())
            .put("fleet", cluster.fleetName());
    before.ifPresent(units -> detail.putObject("before").put("kafka_units", units));
    after.ifPresent(units -> detail.putObject("after").put("kafka_units", units));
    audit.record(
        tx,
        cluster.org(),
        new AuditEntry(by, "kafka-cluster." + action, cluster.id().toString(), detail.toString()));
  }
}

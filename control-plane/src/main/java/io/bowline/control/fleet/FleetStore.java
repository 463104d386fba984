package io.bowline.control.fleet;

import io.bowline.control.fleet.form.InfraType;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps fleets.
public interface FleetStore {
  /// Which fleets are asked for.
  ///
  /// @param after the identifier before the first; empty from the start
  record Selection(
      Optional<InfraType> infra, Optional<FleetStatus> status, String after, int limit) {}

  /// What may change of a fleet.
  record Change(
      int maxTenants,
      int maxKafkaUnits,
      Map<String, Object> placement,
      Map<String, Object> advanced,
      Optional<FleetProviderId> provider) {}

  /// False when the identifier or the domain is taken.
  boolean insert(Tx tx, Fleet fleet);

  Optional<Fleet> find(Tx tx, OrgId org, String identifier);

  Optional<Fleet> find(Tx tx, OrgId org, FleetId id);

  Optional<Fleet> withDomain(Tx tx, OrgId org, String domain);

  /// The fleet, locked until the transaction ends.
  Optional<Fleet> lock(Tx tx, OrgId org, String identifier);

  /// The same by id.
  Optional<Fleet> lock(Tx tx, OrgId org, FleetId id);

  /// In order of identifiers.
  List<Fleet> list(Tx tx, OrgId org, Selection selection);

  /// Those that a data plane serves, in order of identifiers.
  List<Fleet> of(Tx tx, OrgId org, InstallId install);

  /// Identifier of one that needs the provider.
  Optional<String> with(Tx tx, OrgId org, FleetProviderId provider);

  /// Changes a fleet that is locked.
  void change(Tx tx, OrgId org, FleetId id, Change change);

  /// Writes how a locked fleet is, and keeps it as history.
  void stand(Tx tx, OrgId org, FleetId id, FleetStatus status, String reason);

  /// The newest entries of the history, oldest first.
  List<Standing> history(Tx tx, OrgId org, FleetId id, int limit);

  /// Takes room for one more Kafka cluster, looking and taking in one statement.
  ///
  /// @return the fleet afterwards; empty when it cannot take it
  Optional<Fleet> take(Tx tx, OrgId org, FleetId id, Tenancy tenancy, int units);

  /// Takes so many units more, or gives them back where they are below 0, in one statement.
  ///
  /// @return the fleet afterwards; empty when it cannot take them
  Optional<Fleet> grow(Tx tx, OrgId org, FleetId id, int more);

  /// Gives the room of a Kafka cluster back.
  Optional<Fleet> giveBack(Tx tx, OrgId org, FleetId id, int units);

  void serve(Tx tx, OrgId org, FleetId id, InstallId install);

  void delete(Tx tx, OrgId org, FleetId id);
}

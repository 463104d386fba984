package io.bowline.control.kafka;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.KafkaClusterId;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Optional;

/// Keeps Kafka clusters.
public interface KafkaClusterStore {
  /// False when the identifier is taken.
  boolean insert(Tx tx, KafkaCluster cluster);

  Optional<KafkaCluster> find(Tx tx, OrgId org, String identifier);

  /// The cluster, locked until the transaction ends.
  Optional<KafkaCluster> lock(Tx tx, OrgId org, String identifier);

  /// In order of identifiers.
  ///
  /// @param fleet only those on it
  List<KafkaCluster> list(Tx tx, OrgId org, Optional<FleetId> fleet, String after, int limit);

  void resize(Tx tx, OrgId org, KafkaClusterId id, int units);

  void delete(Tx tx, OrgId org, KafkaClusterId id);
}

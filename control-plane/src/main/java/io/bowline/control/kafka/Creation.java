package io.bowline.control.kafka;

import io.bowline.cloud.Complaint;
import io.bowline.control.fleet.Room;
import java.util.Optional;

/// What came of the wish for a Kafka cluster, or for another size of one.
public sealed interface Creation {
  /// Here it is as it is now.
  ///
  /// @param room of its fleet, afterwards
  /// @param placement how its fleet was chosen; empty when somebody named it
  record Made(KafkaCluster cluster, Room room, Optional<Placement> placement) implements Creation {}

  /// Another one of the organization has the identifier.
  record IdentifierTaken(KafkaCluster by) implements Creation {}

  /// No fleet can take it.
  ///
  /// @param why and what is left
  record NoRoom(String why) implements Creation {}

  /// Not like this.
  record Refused(Complaint complaint) implements Creation {}

  /// There is no such cluster.
  record Absent() implements Creation {}
}

package io.bowline.control.edge.http.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bowline.control.fleet.Room;

/// What is left of a fleet's room.
///
/// @param tenants Kafka clusters that may still come
/// @param throughputMbps what the free units take, in 10^6 bytes produced a second
public record RoomView(
    int tenants,
    @JsonProperty("kafka_units") int kafkaUnits,
    @JsonProperty("throughput_mbps") long throughputMbps) {
  static RoomView left(Room room) {
    return new RoomView(room.tenantsLeft(), room.unitsLeft(), room.megabytesLeft());
  }

  static RoomView used(Room room) {
    return new RoomView(room.tenants(), room.kafkaUnits(), Room.megabytes(room.kafkaUnits()));
  }
}

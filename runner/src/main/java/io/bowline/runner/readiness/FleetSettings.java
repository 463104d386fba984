package io.bowline.runner.readiness;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// What makes a runner that of a fleet, and what it looks for then.
@ConfigMapping(prefix = "bowline.fleet")
public interface FleetSettings {
  /// The fleet's id; without it the runner looks for nothing of this.
  Optional<String> id();

  /// How often it looks whether a Kafka cluster could be created, at least every minute.
  @WithDefault("30s")
  Duration probeEvery();

  /// The component of the release that runs Kafka clusters.
  @WithDefault("kafka-operator")
  String operator();

  /// What a broker of one unit takes of a node, in thousandths of a processor.
  @WithDefault("3500")
  long unitMilliCpu();

  /// The same of memory.
  @WithDefault("14000000000")
  long unitMemoryBytes();

  /// What a small broker takes of a node, in thousandths of a processor.
  @WithDefault("1500")
  long smallMilliCpu();

  /// The same of memory.
  @WithDefault("6000000000")
  long smallMemoryBytes();

  /// How many nodes are set aside for what is beside the brokers.
  @WithDefault("3")
  int platformNodes();

  /// Copies of each record that brokers keep, each on a node of its own.
  @WithDefault("3")
  int copies();
}

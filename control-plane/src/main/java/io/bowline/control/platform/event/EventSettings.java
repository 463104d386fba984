package io.bowline.control.platform.event;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How events leave the database.
@ConfigMapping(prefix = "bowline.events")
@Explained("Events")
public interface EventSettings {
  @Explained(
      "What carries events between replicas: bowline-postgres (the database itself) or"
          + " smallrye-kafka.")
  @WithDefault("bowline-postgres")
  String connector();

  @Explained(
      "Whether the outbox is carried to Kafka; set it together with connector=smallrye-kafka and"
          + " kafka.bootstrap.servers.")
  @WithDefault("false")
  boolean relay();

  @Explained("How often everybody looks into the database, in case a hint got lost.")
  @WithDefault("1s")
  Duration sweep();

  @Explained("How long a handler has an event for itself before it is given out again.")
  @WithDefault("60s")
  Duration lease();
}

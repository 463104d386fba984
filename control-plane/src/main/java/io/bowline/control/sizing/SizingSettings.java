package io.bowline.control.sizing;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/// What sizes and costs are reckoned with.
@ConfigMapping(prefix = "bowline.sizing")
@Explained("Sizes and costs")
public interface SizingSettings {
  @Explained(
      "JSON file of prices that you have looked up, with their day; without it costs are told as"
          + " unknown, or as a bound.")
  Optional<Path> prices();

  @Explained("What a broker of one unit takes of a node, in thousandths of a processor.")
  @WithDefault("3500")
  long unitMilliCpu();

  @Explained("What a broker of one unit takes of a node's memory, in bytes.")
  @WithDefault("14000000000")
  long unitMemoryBytes();

  @Explained("What a broker of a small cluster takes of a node, in thousandths of a processor.")
  @WithDefault("1500")
  long smallMilliCpu();

  @Explained("What a broker of a small cluster takes of a node's memory, in bytes.")
  @WithDefault("6000000000")
  long smallMemoryBytes();

  @Explained("Nodes that are set aside for what runs beside the brokers.")
  @WithDefault("3")
  int platformNodes();

  @Explained(
      "Copies of each record that brokers keep, each on a node of its own, 1 to 3. With fewer than 3"
          + " a small cluster carries Kafka for trying out, and loses records with a node; checks say so.")
  @WithDefault("3")
  int copies();
}

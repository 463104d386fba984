package io.bowline.installer;

import java.util.List;

/// What may come into a data plane from outside its network: exactly this, in every door, and from
/// the tunnel's addresses alone.
///
/// @param what in one word
public record Ingress(String what, int port) {
  /// Connect, Schema Registry and Flink behind one port; Kafka.
  public static final List<Ingress> TUNNEL =
      List.of(new Ingress("https", 443), new Ingress("kafka", 9094));

  /// The rule's sentence.
  public String sentence() {
    return "From the tunnel: " + what;
  }
}

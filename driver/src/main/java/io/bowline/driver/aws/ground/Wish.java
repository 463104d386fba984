package io.bowline.driver.aws.ground;

import java.util.List;
import java.util.Optional;

/// The install that shall come.
///
/// @param name what everything is called after
/// @param account that it is bound to, 12 digits; empty to take that of the credentials
/// @param region such as eu-central-1
/// @param machines types that it takes, such as m6i.large
/// @param creator ARN of the role under which it is made, when that is not whoever asks
/// @param made whether its base layer is there already, so that its names are taken and that is
///   well
public record Wish(
    String name,
    Optional<String> account,
    String region,
    Network network,
    List<String> machines,
    Optional<String> creator,
    boolean made) {
  public Wish {
    machines = List.copyOf(machines);
  }

  /// Where it shall be.
  public sealed interface Network {
    /// In one that is made for it.
    record Made() implements Network {}

    /// In one that is there.
    ///
    /// @param subnets those that it takes; none for all that have the tag of internal load
    ///   balancers
    record Yours(String vpc, List<String> subnets) implements Network {
      public Yours {
        subnets = List.copyOf(subnets);
      }
    }
  }

  /// What everything that is made begins with.
  String prefix() {
    return "bowline-" + name;
  }

  boolean makesNetwork() {
    return network instanceof Network.Made;
  }
}

package io.bowline.cloud.grant;

import io.bowline.cloud.Configuration;
import java.net.URI;

/// How a hosted runner comes into a customer's cluster. It holds secrets and prints none.
public sealed interface ClusterWay {
  /// With a kubeconfig that somebody lent.
  ///
  /// @param kubeconfig of one context, as `ClusterAccess.reveal` writes it
  record Lent(String kubeconfig) implements ClusterWay {
    @Override
    public String toString() {
      return "Lent[]";
    }
  }

  /// With the credentials that made the cluster in AWS, by which a token of a quarter of an hour is
  /// made when it is needed.
  ///
  /// @param provider whose account it is
  /// @param name of the cluster
  /// @param server its API
  /// @param authority whose certificates it has, base64 of PEM, as AWS tells it
  record Eks(Configuration provider, String region, String name, URI server, String authority)
      implements ClusterWay {
    @Override
    public String toString() {
      return "Eks[%s, %s]".formatted(region, name);
    }
  }
}

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

  /// With the credentials that made the cluster in its cloud, by which a token that is good for
  /// minutes is made when it is needed.
  ///
  /// @param provider whose account it is
  /// @param name by which the cloud knows the cluster; in Oracle's cloud its OCID
  /// @param server its API
  /// @param authority whose certificates it has, base64 of PEM, as the cloud tells it
  record Made(Configuration provider, String region, String name, URI server, String authority)
      implements ClusterWay {
    @Override
    public String toString() {
      return "Made[%s, %s]".formatted(region, name);
    }
  }
}

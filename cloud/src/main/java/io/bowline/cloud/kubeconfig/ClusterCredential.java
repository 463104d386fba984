package io.bowline.cloud.kubeconfig;

import java.time.Instant;
import java.util.Optional;

/// By what a cluster knows who asks. It prints nothing of the secret.
public sealed interface ClusterCredential {
  /// Until when it is good, as far as it says so itself.
  Optional<Instant> expires();

  /// A bearer token.
  record Token(String text, Optional<Instant> expires) implements ClusterCredential {
    @Override
    public String toString() {
      return "Token[expires=" + expires + "]";
    }
  }

  /// A client certificate with its key, both in PEM.
  record Certificate(String chain, String key, Optional<Instant> expires)
      implements ClusterCredential {
    @Override
    public String toString() {
      return "Certificate[expires=" + expires + "]";
    }
  }
}

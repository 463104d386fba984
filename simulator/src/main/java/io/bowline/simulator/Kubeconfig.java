package io.bowline.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The client configuration of the account's one user.
final class Kubeconfig {
  private Kubeconfig() {}

  static String text(String server, String ca, String token, String name) {
    String encoded = Base64.getEncoder().encodeToString(ca.getBytes(StandardCharsets.US_ASCII));
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: %1$s
      cluster:
        server: %2$s
        certificate-authority-data: %3$s
    users:
    - name: %1$s
      user:
        token: %4$s
    contexts:
    - name: %1$s
      context:
        cluster: %1$s
        user: %1$s
        namespace: default
    current-context: %1$s
    """
        .formatted(name, server, encoded, token);
  }
}

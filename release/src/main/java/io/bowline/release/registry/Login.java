package io.bowline.release.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Who asks a registry. Where the certificate of the HTTP client says it, nothing more is needed.
public sealed interface Login {
  /// By certificate, or not at all.
  record Anonymous() implements Login {}

  /// By name and password; a token of the control plane goes with any name.
  record Basic(String user, Password password) implements Login {
    String header() {
      return "Basic "
          + Base64.getEncoder()
              .encodeToString((user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8));
    }
  }

  /// By a ready bearer token.
  record Bearer(Password token) implements Login {
    String header() {
      return "Bearer " + token.reveal();
    }
  }
}

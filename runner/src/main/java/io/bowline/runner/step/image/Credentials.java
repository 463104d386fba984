package io.bowline.runner.step.image;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// User and password of a registry; prints nothing.
///
/// @param tokenHost host beside the registry's own that may see them, where its tokens come from
///   elsewhere
public record Credentials(String user, String password, Optional<String> tokenHost) {
  public Credentials(String user, String password) {
    this(user, password, Optional.empty());
  }

  String basic() {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Override
  public String toString() {
    return "Credentials[secret]";
  }
}

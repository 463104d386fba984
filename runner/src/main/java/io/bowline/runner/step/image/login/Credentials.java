package io.bowline.runner.step.image.login;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// User and password of a registry; prints nothing.
///
/// @param tokenHost host beside the registry's own that may see them, where its tokens come from
///   elsewhere
public record Credentials(String user, String password, Optional<String> tokenHost)
    implements Login {
  public Credentials(String user, String password) {
    this(user, password, Optional.empty());
  }

  /// As they are shown in `Authorization`.
  public String basic() {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Override
  public Credentials credentials() {
    return this;
  }

  @Override
  public boolean refused(String shown) {
    return false;
  }

  @Override
  public void prepare(String repository) {}

  @Override
  public String toString() {
    return "Credentials[secret]";
  }
}

package io.bowline.runner.step.image;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// User and password of a registry; prints nothing.
public record Credentials(String user, String password) {
  String basic() {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Override
  public String toString() {
    return "Credentials[secret]";
  }
}

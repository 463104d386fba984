package io.bowline.runner.step.image.login;

import java.io.IOException;
import java.time.Instant;

/// Where a cloud gives credentials of its registry.
interface Issuer {
  /// Asks for new ones.
  Issued issue() throws IOException, InterruptedException;

  /// Makes a repository; one that is there is fine.
  default void make(String repository) throws IOException, InterruptedException {}

  /// Credentials that end.
  record Issued(Credentials credentials, Instant until) {}
}

package io.bowline.runner.step.image.login;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.scan.Scan;
import java.io.IOException;
import java.time.Instant;

/// Where a cloud gives credentials of its registry.
interface Issuer {
  /// Asks for new ones.
  Issued issue() throws IOException, InterruptedException;

  /// Makes a repository; one that is there is fine.
  default void make(String repository) throws IOException, InterruptedException {}

  /// What the registry's scan of an image has found.
  default Scan scan(String repository, Digest digest) throws IOException, InterruptedException {
    return new Scan.Inconclusive("this kind of registry tells nothing of scans");
  }

  /// Credentials that end.
  record Issued(Credentials credentials, Instant until) {}
}

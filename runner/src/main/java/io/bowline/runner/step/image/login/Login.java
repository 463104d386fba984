package io.bowline.runner.step.image.login;

import io.bowline.model.artifact.Digest;
import io.bowline.runner.step.image.scan.Scan;
import java.io.IOException;

/// A way into one registry.
public interface Login {
  /// User and password that are good now. They are fetched once for all who ask, and renewed before
  /// they end.
  Credentials credentials() throws IOException, InterruptedException;

  /// What was shown in `Authorization` was refused; says whether something else can be shown now.
  boolean refused(String shown);

  /// Sees to it that a repository is there, where pushing does not make it.
  void prepare(String repository) throws IOException, InterruptedException;

  /// What the registry's scan of an image has found.
  ///
  /// @param digest of an image for one platform
  default Scan scan(String repository, Digest digest) throws IOException, InterruptedException {
    return new Scan.Inconclusive("this kind of registry tells nothing of scans");
  }
}

package io.bowline.runner.step.image.login;

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
}

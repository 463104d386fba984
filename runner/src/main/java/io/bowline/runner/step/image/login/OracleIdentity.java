package io.bowline.runner.step.image.login;

import java.io.IOException;

/// Who this process is at Oracle.
interface OracleIdentity {
  /// A key that is good for the next minutes.
  OracleKey key() throws IOException, InterruptedException;

  /// What a person can do when the registry gives no token to it.
  String todo();
}

package io.bowline.control.account;

import io.bowline.control.platform.Tx;
import java.time.Duration;

/// Keeps how often something was tried.
public interface TriesStore {
  /// How often in this while, and how long it lasts still.
  record Count(int tries, Duration rest) {}

  /// Counts one more; when the while is over, as the first of another.
  Count count(Tx tx, byte[] key, Duration length);

  void giveBack(Tx tx, byte[] key);

  /// Forgets what began longer ago.
  int trim(Tx tx, Duration length);
}

package io.bowline.control.offer;

import io.bowline.control.platform.Tx;
import java.util.List;
import java.util.Optional;

/// Reads who runs what.
public interface RunningStore {
  /// Installs of every organization, for the task `catalog`.
  List<Running> list(Tx tx, Running.Which which, Optional<Running.Place> after, int limit);
}

package io.bowline.cloud.probe;

import io.bowline.cloud.Configuration;
import io.bowline.model.probe.Findings;

/// Asks one cloud about credentials of it.
public interface Driver {
  /// Signs in and asks what may be done. It answers within its time, whatever the cloud does, and
  /// throws nothing: what cannot be told is `INCONCLUSIVE`.
  Findings probe(Configuration configuration);
}

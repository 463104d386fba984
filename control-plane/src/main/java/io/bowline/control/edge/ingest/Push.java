package io.bowline.control.edge.ingest;

import io.bowline.control.telemetry.Source;
import java.io.IOException;

/// What a port does with a push.
interface Push {
  /// Stores a body; returns when it is on the disk.
  ///
  /// @return how many lines or samples were stored
  int take(Source source, Headers headers, byte[] body) throws BadPush, IOException;
}

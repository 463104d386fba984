package io.bowline.bench.images;

import io.bowline.bench.images.SyncImages.Name;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/// One that copies images.
public interface Contender {
  /// As the report calls it.
  String name();

  /// Copies; the caller looks how long that takes.
  ///
  /// @throws IOException when it does not end well
  void sync(URI from, URI to, List<Name> images) throws IOException, InterruptedException;
}

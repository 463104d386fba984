package io.bowline.control.catalog;

import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import java.util.List;
import java.util.Optional;

/// Where it is kept what became of channels and releases.
public interface EventStore {
  /// An event before it has a number and a time.
  ///
  /// @param channel that was moved, when it was one
  record NewEvent(
      String product,
      CatalogEvent.Kind kind,
      Optional<String> channel,
      Optional<Digest> was,
      Optional<Digest> became,
      String reason,
      String by) {}

  /// Appends it; whoever calls holds the product.
  void append(Tx tx, NewEvent event);

  /// Newest first, before a number.
  List<CatalogEvent> ofChannel(Tx tx, String product, String name, long before, int limit);

  /// When a release was yanked and when that was taken back, newest first.
  List<CatalogEvent> ofRelease(Tx tx, String product, Digest release, long before, int limit);
}

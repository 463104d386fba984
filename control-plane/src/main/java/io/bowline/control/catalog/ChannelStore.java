package io.bowline.control.catalog;

import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Where channels are kept.
public interface ChannelStore {
  /// Waits until nobody else changes channels or yanks of this product, and keeps them out until
  /// the transaction ends.
  void hold(Tx tx, String product);

  Optional<Channel> find(Tx tx, String product, String name);

  /// By product and name.
  List<Channel> list(Tx tx, Collection<String> products);

  /// Of every product.
  List<Channel> all(Tx tx);

  /// Those of a product that point at a release.
  List<Channel> at(Tx tx, String product, Digest release);

  /// Points it somewhere, or nowhere.
  void point(Tx tx, String product, String name, Optional<Digest> release, String by);

  /// The release that the channel pointed at last, of those that are not yanked and come before a
  /// sequence.
  Optional<Digest> lastGood(Tx tx, String product, String name, long beforeSequence);
}

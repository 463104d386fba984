package io.bowline.control.configured;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps settings as they were, and their changes.
public interface ConfigurationStore {
  /// Has other starts wait until the transaction ends.
  void lock(Tx tx);

  /// The key of digests, as it is sealed.
  Optional<Sealed> key(Tx tx);

  void setKey(Tx tx, Sealed sealed);

  /// Settings of a host's last start, or of the last start of any where it never has started; empty
  /// where none has.
  Map<String, String> last(Tx tx, String host);

  /// Keeps settings in place of those of the host's last start.
  void keep(Tx tx, String host, Map<String, String> settings);

  /// Records a change; its id and time are the database's.
  void insert(Tx tx, ConfigurationChange change);

  /// Newest first.
  List<ConfigurationChange> list(Tx tx, long before, int limit);
}

package io.bowline.registry.storage;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// A registry's content, which several processes may use at once.
///
/// Whatever the moment at which a process is killed: what can be read is whole, and what a method
/// returned from is there. An exception means that the storage failed.
public interface Storage {
  /// The repository of this name, which need not exist yet.
  ///
  /// @param name a name of the distribution specification's grammar
  Repository repository(String name);

  /// The names of all repositories that have something, or had.
  List<String> repositories() throws IOException;

  /// Repositories that had this blob when last seen, in the order of their names; each must be
  /// asked before it is believed.
  List<String> holders(Digest digest) throws IOException;

  /// Whether a failure of this storage says that it has no room left, so that it goes on when
  /// somebody makes some.
  default boolean isFull(IOException failure) {
    return false;
  }

  /// Whether a failure of this storage says that it can do nothing for the moment, so that the same
  /// is worth another try soon.
  default boolean isBusy(IOException failure) {
    return false;
  }

  /// Forgets uploads, and what a killed process left of its writes, that nobody touched since.
  void forgetUntouchedSince(Instant moment) throws IOException;
}

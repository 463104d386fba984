package io.bowline.control.secret;

import io.bowline.control.platform.Tx;
import java.util.List;
import java.util.Optional;

/// Keeps the sealed keys of purposes.
public interface PurposeKeyStore {
  Optional<Sealed> find(Tx tx, String purpose);

  /// Keeps the candidate unless there is one; whoever came first wins.
  Sealed keep(Tx tx, String purpose, Sealed candidate);

  /// All purposes that have a key, their rows locked until the transaction ends.
  List<String> lock(Tx tx);

  /// Puts the same key, sealed anew, in its place.
  void replace(Tx tx, String purpose, Sealed renewed);
}

package io.bowline.control.identity;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import java.util.List;

/// Keeps the issuing CAs.
public interface IssuingKeys {
  /// One replica at a time, until the transaction ends.
  void lock(Tx tx);

  List<StoredCa> all(Tx tx);

  void add(Tx tx, String certificatePem, Sealed key);

  /// Puts the same key, sealed anew, in its place.
  void replace(Tx tx, long id, Sealed key);
}

package io.bowline.control.identity;

import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.UnsealException;
import java.util.Map;

/// Whether a master key is the one that a database's issuing keys are sealed under.
public final class KeyFit {
  private KeyFit() {}

  /// Opens every issuing key with it; true also when there is none yet.
  ///
  /// @param sealed the sealed keys by their certificates' PEM
  public static boolean opens(MasterKey master, Map<String, byte[]> sealed) {
    return sealed.entrySet().stream()
        .map(each -> new StoredCa(0, each.getKey(), new Sealed(each.getValue())))
        .allMatch(stored -> opens(stored, master));
  }

  private static boolean opens(StoredCa stored, MasterKey master) {
    try {
      Authority.open(stored, master);
      return true;
    } catch (UnsealException e) {
      return false;
    }
  }
}

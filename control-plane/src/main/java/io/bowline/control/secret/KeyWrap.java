package io.bowline.control.secret;

import java.util.Optional;

/// A master key as what it does: it wraps other keys. It may be here, or in a service that never
/// gives it away.
public interface KeyWrap {
  /// Wraps a key.
  ///
  /// @param context what the key is, as `data-key/<organization>`; needed again to unwrap it
  /// @throws KeyUnavailableException when the master key cannot be used now
  Sealed wrap(String context, Secret key);

  /// Unwraps what this key wrapped for the same context.
  ///
  /// @throws UnsealException when it was wrapped by another key, for another context, or altered
  /// @throws KeyUnavailableException when the master key cannot be used now
  Secret unwrap(String context, Sealed wrapped);

  /// Tells this key from another without telling the key, the same wherever it is asked.
  String fingerprint();

  /// A key of its own for a purpose, the same on every replica; empty where nobody has the key in
  /// hand to derive one from.
  Optional<KeyWrap> derived(String purpose);
}

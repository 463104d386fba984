package io.bowline.control.secret;

import java.util.Optional;

/// The key above all keys. It seals the organizations' data keys and the issuing CA's key, and is
/// never in the database.
public final class MasterKey {
  /// Its name in the data folder, when it was made there.
  public static final String FILE = "master.key";

  private final KeyWrap key;
  private final Optional<MasterKey> other;

  /// @param other one that still opens what it sealed
  MasterKey(KeyWrap key, Optional<MasterKey> other) {
    this.key = key;
    this.other = other;
  }

  /// A key of its own for a purpose, the same on every replica: what is sealed often (a pass for
  /// each login) must not wear out the key that the data keys are under. Empty where the key is in
  /// a service; see `PurposeKeys`.
  Optional<MasterKey> derived(String purpose) {
    return key.derived(purpose).map(own -> under(own, purpose));
  }

  /// The same from a key that is kept for the purpose.
  MasterKey under(KeyWrap own, String purpose) {
    return new MasterKey(own, other.flatMap(before -> before.derived(purpose)));
  }

  /// Tells this key from another without telling the key.
  public String fingerprint() {
    return key.fingerprint();
  }

  /// Seals a value of the system itself.
  ///
  /// @throws KeyUnavailableException when the key is in a service that cannot be used now
  public Sealed seal(String context, Secret secret) {
    return key.wrap(context, secret);
  }

  /// Opens what `seal` sealed for the same context, also what the other key sealed.
  ///
  /// @throws UnsealException when neither did
  /// @throws KeyUnavailableException when the key is in a service that cannot be used now
  public Secret open(String context, Sealed sealed) {
    try {
      return key.unwrap(context, sealed);
    } catch (UnsealException e) {
      return other.orElseThrow(() -> e).open(context, sealed);
    }
  }

  /// Whether there is another key, from which everything is to be taken over.
  public boolean hasOther() {
    return other.isPresent();
  }

  /// What the other key sealed, sealed anew; empty for what is sealed under this one already.
  public Optional<Sealed> renewed(String context, Sealed sealed) {
    try {
      Secret _ = key.unwrap(context, sealed);
      return Optional.empty();
    } catch (UnsealException e) {
      return Optional.of(key.wrap(context, open(context, sealed)));
    }
  }
}

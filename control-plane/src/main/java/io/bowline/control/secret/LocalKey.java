package io.bowline.control.secret;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A master key that the process has itself, from a file or its environment.
final class LocalKey implements KeyWrap {
  private final Seal seal;
  private final SecureRandom random;

  /// @param key 32 bytes, which are wiped
  LocalKey(byte[] key, SecureRandom random) {
    this.seal = new Seal(key, random);
    this.random = random;
    Arrays.fill(key, (byte) 0);
  }

  @Override
  public Sealed wrap(String context, Secret key) {
    return seal.seal(context, key);
  }

  @Override
  public Secret unwrap(String context, Sealed wrapped) {
    return seal.open(context, wrapped);
  }

  @Override
  public String fingerprint() {
    return HexFormat.of().formatHex(seal.derive("fingerprint"), 0, 8);
  }

  @Override
  public Optional<KeyWrap> derived(String purpose) {
    return Optional.of(new LocalKey(seal.derive(purpose), random));
  }
}

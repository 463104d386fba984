package io.bowline.runner.link;

import io.bowline.proto.codec.Addresses;
import io.bowline.proto.codec.Enrollment;
import java.security.PrivateKey;

/// What an enrolled runner keeps.
///
/// @param trustRootVersion which release trust root the vendor signs under; the root itself comes
///   only from the installer
/// @param token digest of the token that it enrolled with, so that a new bootstrap file is seen
record LinkState(KeyMaterial material, Addresses addresses, int trustRootVersion, String token) {
  LinkState with(KeyMaterial next) {
    return new LinkState(next, addresses, trustRootVersion, token);
  }

  LinkState with(Addresses next, int version) {
    return new LinkState(material, next, version, token);
  }

  static LinkState of(Enrollment.Enrolled enrolled, PrivateKey key, String token) {
    var material =
        new KeyMaterial(
            key, enrolled.certificates().chain(), enrolled.certificates().authorities());
    return new LinkState(material, enrolled.addresses(), enrolled.trustRootVersion(), token);
  }
}

package io.bowline.driver.oracle;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.form.PrivateKeys;
import java.security.PrivateKey;

/// A user's API key, and where it is to be used.
///
/// @param compartment where fleets go; the tenancy itself for its root
record ApiKey(
    String tenancy,
    String user,
    String fingerprint,
    PrivateKey key,
    String region,
    String compartment) {
  static ApiKey of(Configuration configuration) {
    String tenancy = configuration.require("tenancy_ocid");
    return new ApiKey(
        tenancy,
        configuration.require("user_ocid"),
        configuration.require("fingerprint"),
        PrivateKeys.open(configuration.require("private_key"), configuration.find("passphrase")),
        configuration.require("region"),
        configuration.find("compartment_ocid").orElse(tenancy));
  }

  /// The same for another region and compartment.
  ApiKey at(String otherRegion, String otherCompartment) {
    return new ApiKey(tenancy, user, fingerprint, key, otherRegion, otherCompartment);
  }

  /// The part of Oracle's world that it belongs to, which stands in its OCIDs.
  String realm() {
    return tenancy.split("\\.", -1)[2];
  }

  @Override
  public String toString() {
    return "ApiKey[%s]".formatted(user);
  }
}

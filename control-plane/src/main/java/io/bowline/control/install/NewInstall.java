package io.bowline.control.install;

import java.util.Map;
import java.util.Optional;

/// What a person says when they create an install.
///
/// @param proof whether its runner has to show where it is; empty: as the vendor has it for the
///   cloud
public record NewInstall(
    String name,
    String product,
    String cloud,
    String account,
    String region,
    Map<String, String> inputs,
    Optional<ProofPolicy> proof) {
  public NewInstall {
    inputs = Map.copyOf(inputs);
  }

  /// As the vendor has it about proofs for the cloud.
  public NewInstall(
      String name,
      String product,
      String cloud,
      String account,
      String region,
      Map<String, String> inputs) {
    this(name, product, cloud, account, region, inputs, Optional.empty());
  }
}

package io.bowline.control.provision;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The cluster of a fleet in AWS, as the module tells of it that made it.
///
/// @param account its 12 digits
/// @param authority whose certificates it has, base64 of PEM
record AwsCluster(String account, String region, String name, URI server, String authority) {
  private static final String ACCOUNT = "account_id";
  private static final String REGION = "region";
  private static final String NAME = "cluster_name";
  private static final String SERVER = "cluster_endpoint";
  private static final String AUTHORITY = "cluster_authority";
  private static final List<String> OUTPUTS = List.of(ACCOUNT, REGION, NAME, SERVER, AUTHORITY);

  /// Empty when the module told less.
  static Optional<AwsCluster> in(Map<String, String> outputs) {
    return OUTPUTS.stream().allMatch(outputs::containsKey)
        ? Optional.of(
            new AwsCluster(
                outputs.getOrDefault(ACCOUNT, ""),
                outputs.getOrDefault(REGION, ""),
                outputs.getOrDefault(NAME, ""),
                URI.create(outputs.getOrDefault(SERVER, "")),
                outputs.getOrDefault(AUTHORITY, "")))
        : Optional.empty();
  }
}

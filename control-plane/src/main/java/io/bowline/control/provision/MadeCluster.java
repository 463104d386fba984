package io.bowline.control.provision;

import io.bowline.control.fleet.form.InfraType;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The cluster of a fleet in a cloud, as the module tells of it that made it.
///
/// @param account as the cloud names it
/// @param name by which the cloud knows it; in Oracle's cloud its OCID
/// @param authority whose certificates it has, base64 of PEM
/// @param registry host and prefix of the repositories beside it; empty when the module told none
record MadeCluster(
    String account, String region, String name, URI server, String authority, String registry) {
  private static final String SERVER = "cluster_endpoint";
  private static final String AUTHORITY = "cluster_authority";

  /// Empty when the module told less.
  static Optional<MadeCluster> in(InfraType infra, Map<String, String> outputs) {
    String name = infra == InfraType.ORACLE ? "cluster_id" : "cluster_name";
    return Stream.of("account_id", "region", name, SERVER, AUTHORITY).allMatch(outputs::containsKey)
        ? Optional.of(
            new MadeCluster(
                outputs.getOrDefault("account_id", ""),
                outputs.getOrDefault("region", ""),
                outputs.getOrDefault(name, ""),
                server(outputs.getOrDefault(SERVER, "")),
                outputs.getOrDefault(AUTHORITY, ""),
                outputs.getOrDefault("registry", "")))
        : Optional.empty();
  }

  /// Some clouds tell a host, with or without its port.
  private static URI server(String text) {
    return URI.create(text.startsWith("https://") ? text : "https://" + text);
  }
}

package io.bowline.runner.step.image.login;

import io.bowline.runner.step.image.flow.Patience;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The registry and the surroundings in which its cloud is asked.
///
/// @param base scheme, host and port of the registry
/// @param registryClient trusts what the registry's own certificate is checked against
/// @param client for the cloud itself; neither may follow redirects
/// @param random spreads the tries of many runners
/// @param environment what the cloud has told this process
public record CloudPlace(
    URI base,
    HttpClient registryClient,
    HttpClient client,
    InstantSource clock,
    RandomGenerator random,
    Map<String, String> environment,
    Instead instead) {
  private static final Patience.Limits PATIENCE =
      new Patience.Limits(5, Duration.ofMillis(400), Duration.ofSeconds(30));

  /// Addresses in place of the usual ones.
  ///
  /// @param api of the cloud's service of the registry
  /// @param identity of the cloud's service of identities
  /// @param metadata of the machine's metadata service
  public record Instead(Optional<URI> api, Optional<URI> identity, Optional<URI> metadata) {}

  /// AWS: Elastic Container Registry.
  public Login ecr(EcrTerms terms) {
    return new CloudLogin(new EcrIssuer(this, terms), clock);
  }

  /// Azure Container Registry.
  public Login acr() {
    return new CloudLogin(new AcrIssuer(this), clock);
  }

  /// Google's Artifact Registry and its predecessor.
  public Login google() {
    return new CloudLogin(new GoogleIssuer(this), clock);
  }

  /// Oracle's registry, by a user's API key, by the pod's own principal in an enhanced cluster, or
  /// by the machine's.
  ///
  /// @param config the file that names the user's key
  public Login ocir(Optional<Path> config) {
    OracleIdentity identity =
        config
            .<OracleIdentity>map(file -> new OracleUser(registry(), file))
            .orElseGet(() -> {
              OracleIdentity machine = new OracleMachine(this);
              return OracleWorkload.here(this, machine).orElse(machine);
            });
    return new CloudLogin(new OcirIssuer(this, identity), clock);
  }

  String registry() {
    return base.getAuthority();
  }

  /// Speaks to the cloud.
  CloudHttp http() {
    return http(client);
  }

  /// Speaks to the registry.
  CloudHttp ownHttp() {
    return http(registryClient);
  }

  private CloudHttp http(HttpClient to) {
    return new CloudHttp(registry(), to, new Patience(PATIENCE, random, clock));
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
  }

  URI metadata(String usual) {
    return instead.metadata().orElse(URI.create(usual));
  }
}

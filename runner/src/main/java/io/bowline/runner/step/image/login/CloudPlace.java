package io.bowline.runner.step.image.login;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// The registry and the surroundings in which its cloud is asked.
///
/// @param base scheme, host and port of the registry
/// @param registryClient trusts what the registry's own certificate is checked against
/// @param client for the cloud itself; neither may follow redirects
/// @param environment what the cloud has told this process
/// @param api in place of the cloud's service of the registry
/// @param identity in place of the cloud's service of identities
/// @param metadata in place of the machine's metadata service
public record CloudPlace(
    URI base,
    HttpClient registryClient,
    HttpClient client,
    InstantSource clock,
    Map<String, String> environment,
    Optional<URI> api,
    Optional<URI> identity,
    Optional<URI> metadata) {
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

  /// Oracle's registry, by a user's API key.
  public Login ocir(java.nio.file.Path config) {
    return new CloudLogin(new OcirIssuer(this, config), clock);
  }

  String registry() {
    return base.getAuthority();
  }

  CloudHttp http() {
    return new CloudHttp(registry(), client);
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
  }

  URI metadata(String usual) {
    return metadata.orElse(URI.create(usual));
  }
}

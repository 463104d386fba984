package io.bowline.runner.step.image;

import io.bowline.runner.step.image.login.Login;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A registry and how to get in.
///
/// @param base scheme and authority, such as `https://registry.example:5000`
/// @param client carries the trust, and the client certificate where there is one; must not follow
///   redirects by itself, since credentials stay with the registry
/// @param elsewhere speaks to other hosts that the registry sends to, and has no certificate to
///   show; must not follow redirects either
/// @param login for Basic, or for the token endpoint that the registry names
/// @param platforms for which it has the parts of its images, where it is known to lack others;
///   none when it is not
public record RegistryAccess(
    URI base,
    HttpClient client,
    HttpClient elsewhere,
    Optional<? extends Login> login,
    Set<String> platforms) {
  /// A registry where other hosts may be spoken to in the same way.
  public RegistryAccess(URI base, HttpClient client, Optional<? extends Login> login) {
    this(base, client, client, login);
  }

  /// A registry that has whole images.
  public RegistryAccess(
      URI base, HttpClient client, HttpClient elsewhere, Optional<? extends Login> login) {
    this(base, client, elsewhere, login, Set.of());
  }

  /// A layout that is served on this machine.
  public static RegistryAccess layout(URI base, HttpClient client, Set<String> platforms) {
    return new RegistryAccess(base, client, client, Optional.empty(), platforms);
  }

  public RegistryAccess {
    platforms = Set.copyOf(platforms);
    if (base.getHost() == null || !base.getPath().replace("/", "").isEmpty()) {
      throw new IllegalArgumentException("a registry's base is a scheme, a host and a port");
    }
    if (client.followRedirects() != HttpClient.Redirect.NEVER
        || elsewhere.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException("the client of a registry must not follow redirects");
    }
  }

  /// Whether this registry may point a client to an address: not to what means the runner's own
  /// machine or link, such as a cloud's metadata service, unless the registry itself lives there.
  boolean mayPoint(URI target) {
    return isOwnHost(target) || !isLocal(target.getHost()) || isLocal(base.getHost());
  }

  /// What speaks to an address: a client certificate is a credential, too, and stays here.
  HttpClient clientFor(URI target) {
    return isOwnHost(target) ? client : elsewhere;
  }

  boolean isOwnHost(URI target) {
    return base.getHost().equalsIgnoreCase(target.getHost());
  }

  private static boolean isLocal(String host) {
    try {
      return Stream.of(InetAddress.getAllByName(host))
          .anyMatch(a ->
              a.isLoopbackAddress()
                  || a.isLinkLocalAddress()
                  || a.isAnyLocalAddress()
                  || a.isMulticastAddress());
    } catch (UnknownHostException e) {
      // the request itself will say so
      return false;
    }
  }

  /// Host and port, as image references begin.
  public String authority() {
    return base.getAuthority();
  }
}

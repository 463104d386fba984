package io.bowline.release.registry;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Where a registry may send a reader: not without TLS when it has TLS, and not to this machine or
/// its link, unless it is there itself. No credential goes along.
final class Redirects {
  /// How often in a row.
  static final int MOST = 5;

  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
  private static final Set<String> READING = Set.of("GET", "HEAD");

  /// For hosts that a registry sends to: checked like anyone, and shown no client certificate.
  private static final HttpClient ELSEWHERE = HttpClient.newHttpClient();

  private final URI base;
  private final HttpClient http;

  Redirects(URI base, HttpClient http) {
    this.base = base;
    this.http = http;
  }

  /// What speaks to the address of a request.
  HttpClient clientFor(URI target) {
    return base.getAuthority().equals(target.getAuthority()) ? http : ELSEWHERE;
  }

  /// The request to go on with, if the answer is to go on.
  Optional<HttpRequest> next(HttpRequest request, HttpResponse<?> response) throws RegistryRefused {
    Optional<String> location = response.headers().firstValue("Location");
    if (!STATUSES.contains(response.statusCode())
        || !READING.contains(request.method())
        || location.isEmpty()) {
      return Optional.empty();
    }
    URI target = allowed(request.uri(), location.get());
    return Optional.of(
        HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase("Authorization"))
            .uri(target)
            .build());
  }

  URI allowed(URI from, String location) throws RegistryRefused {
    URI target;
    try {
      target = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new RegistryRefused(0, "the registry sends to an address that is none");
    }
    boolean safe =
        "https".equals(target.getScheme())
            || ("http".equals(target.getScheme()) && "http".equals(base.getScheme()));
    if (!safe || target.getHost() == null) {
      throw new RegistryRefused(0, "the registry sends to an unsafe address");
    }
    if (!target.getHost().equalsIgnoreCase(base.getHost())
        && isLocal(target.getHost())
        && !isLocal(base.getHost())) {
      throw new RegistryRefused(
          0, "the registry sends to this machine or its link, " + target.getAuthority());
    }
    return target;
  }

  private static boolean isLocal(String host) {
    try {
      return Stream.of(InetAddress.getAllByName(host))
          .anyMatch(address ->
              address.isLoopbackAddress()
                  || address.isLinkLocalAddress()
                  || address.isAnyLocalAddress()
                  || address.isMulticastAddress());
    } catch (UnknownHostException e) {
      // the request itself will say so
      return false;
    }
  }
}

package io.bowline.runner.step.image;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One request to a registry.
///
/// @param once it may not be sent again after it failed in an unknown state, and has this time in
///   place of the usual one
/// @param alone whether it wants a connection that nothing else uses meanwhile
record Ask(
    String method,
    URI uri,
    Tokens.Scope scope,
    Map<String, String> headers,
    BodyPublisher body,
    Optional<Duration> once,
    boolean alone) {
  Ask {
    headers = Map.copyOf(headers);
  }

  static Ask of(String method, URI uri, Tokens.Scope scope) {
    return new Ask(method, uri, scope, Map.of(), BodyPublishers.noBody(), Optional.empty(), false);
  }

  Ask header(String name, String value) {
    var all = new TreeMap<>(headers);
    all.put(name, value);
    return new Ask(method, uri, scope, all, body, once, alone);
  }

  Ask sending(BodyPublisher other) {
    return new Ask(method, uri, scope, headers, other, once, alone);
  }

  Ask once(Duration within) {
    return new Ask(method, uri, scope, headers, body, Optional.of(within), alone);
  }

  /// With a connection of its own, or without.
  Ask alone(boolean wanted) {
    return new Ask(method, uri, scope, headers, body, once, wanted);
  }

  Ask at(URI other) {
    return new Ask(method, other, scope, headers, body, once, alone);
  }

  boolean repeatable() {
    return once.isEmpty();
  }
}

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
/// @param repeatable whether it may be sent again after it failed in an unknown state
/// @param within overrides the usual time to the head of the answer
record Ask(
    String method,
    URI uri,
    Tokens.Scope scope,
    Map<String, String> headers,
    BodyPublisher body,
    boolean repeatable,
    Optional<Duration> within) {
  Ask {
    headers = Map.copyOf(headers);
  }

  static Ask of(String method, URI uri, Tokens.Scope scope) {
    return new Ask(method, uri, scope, Map.of(), BodyPublishers.noBody(), true, Optional.empty());
  }

  Ask header(String name, String value) {
    var all = new TreeMap<>(headers);
    all.put(name, value);
    return new Ask(method, uri, scope, all, body, repeatable, within);
  }

  Ask sending(BodyPublisher other) {
    return new Ask(method, uri, scope, headers, other, repeatable, within);
  }

  Ask once(Duration time) {
    return new Ask(method, uri, scope, headers, body, false, Optional.of(time));
  }

  Ask at(URI other) {
    return new Ask(method, other, scope, headers, body, repeatable, within);
  }
}

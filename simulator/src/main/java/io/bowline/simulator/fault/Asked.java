package io.bowline.simulator.fault;

import java.time.Instant;
import java.util.Set;

/// One request as the log remembers it.
///
/// @param resource kind id with subresource (`pods`, `pods/log`), or the path where it is no object
/// @param agent the client's user agent up to its first slash
/// @param code what was answered; 0 when the connection was cut
public record Asked(
    Instant at,
    String method,
    String path,
    String resource,
    String name,
    String agent,
    boolean dryRun,
    int code) {
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  /// Whether the request changed something.
  public boolean isEffect() {
    return WRITES.contains(method) && !dryRun && code >= 200 && code < 300;
  }

  /// The same request with its answer.
  public Asked answered(int with) {
    return new Asked(at, method, path, resource, name, agent, dryRun, with);
  }
}

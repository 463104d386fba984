package io.bowline.control.domain;

import io.bowline.model.id.BaseDomainId;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import java.time.Instant;
import java.util.List;

/// What looking at a domain and its certificate found.
///
/// @param revision of the domain that was looked at
public record DomainCheck(
    BaseDomainId domain,
    long revision,
    List<Check> checks,
    String by,
    Instant startedAt,
    Instant endedAt) {
  public DomainCheck {
    checks = List.copyOf(checks);
  }

  /// The worst of all.
  public Result result() {
    return Result.worst(checks);
  }
}

package io.bowline.control.provider;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps what checks found, and knows which are due.
public interface ProviderCheckStore {
  /// A provider whose check is due.
  record Due(OrgId org, String identifier) {}

  /// A check that ended.
  record Ended(
      FleetProviderId provider, long revision, Findings findings, String by, Instant startedAt) {}

  /// Puts what was found in the place of what was found before.
  void put(Tx tx, OrgId org, Ended ended);

  Optional<ProviderCheck> find(Tx tx, OrgId org, FleetProviderId provider);

  /// Sets when the check after this one is due.
  void next(Tx tx, OrgId org, FleetProviderId provider, Duration in);

  /// Notes the newest job that asks about a provider.
  void asked(Tx tx, OrgId org, FleetProviderId provider, JobId job);

  Optional<JobId> asked(Tx tx, OrgId org, FleetProviderId provider);

  /// Takes checks that are due, of all organizations; nobody else gets them before the time is
  /// over.
  List<Due> take(Tx tx, Duration again, int limit);
}

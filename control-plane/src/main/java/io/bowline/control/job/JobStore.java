package io.bowline.control.job;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Where jobs are kept.
public interface JobStore {
  /// A job of some organization whose clock has run out.
  record Due(OrgId org, JobId job) {}

  void insert(Tx tx, JobRecord job, boolean exclusive, Optional<Instant> wakeAt);

  /// The job, locked until the transaction ends.
  Optional<JobRecord> lock(Tx tx, OrgId org, JobId id);

  Optional<JobRecord> find(Tx tx, OrgId org, JobId id);

  /// Newest first.
  ///
  /// @param before only jobs older than this one, for paging
  List<JobRecord> list(Tx tx, OrgId org, InstallId install, Optional<JobId> before, int limit);

  /// Jobs that may be offered now, oldest first, locked. At most one job that writes to an install
  /// may be held at a time; the install's row is locked so that two replicas see the same.
  ///
  /// @param kinds what the runner can do; others wait, and those that write wait behind them
  List<JobRecord> offerable(Tx tx, OrgId org, InstallId install, Set<String> kinds, int limit);

  /// Jobs of an install that some runner holds, locked.
  List<JobRecord> held(Tx tx, OrgId org, InstallId install);

  /// Whether there is a job of this kind that is not over.
  boolean open(Tx tx, OrgId org, InstallId install, String kind);

  /// Whether a runner has ever accepted it.
  boolean begun(Tx tx, JobRecord job);

  /// Sets when to look at a job again, and nothing else.
  void wake(Tx tx, JobRecord job, Optional<Instant> at);

  void move(Tx tx, JobRecord job, Phase to, Optional<Instant> wakeAt, Optional<JobReport> report);

  void remember(Tx tx, JobRecord job, Phase phase, String event, String note, OptionalLong epoch);

  /// Remembers what changed nothing, unless the same event is remembered under this epoch already:
  /// then it is the same message again.
  void rememberOnce(Tx tx, JobRecord job, String event, String note, OptionalLong epoch);

  List<JobTransition> history(Tx tx, OrgId org, JobId id);

  /// Jobs of every organization whose time has come.
  List<Due> due(Tx tx, int limit);

  /// How many jobs of all organizations are in each phase.
  Map<String, Long> byPhase(Tx tx);

  long nextEpoch(Tx tx);
}

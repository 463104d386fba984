package io.bowline.control.lending;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import java.util.Optional;

/// Keeps what is lent, for as long as its job runs.
public interface LentRoleStore {
  /// For this job, in the place of what was lent before.
  void lend(Tx tx, OrgId org, InstallId install, JobId job, Loan loan);

  /// The newest job that makes the install's base layer, if there ever was one.
  Optional<JobId> job(Tx tx, OrgId org, InstallId install);

  /// What is lent for that job.
  Optional<Loan> loan(Tx tx, OrgId org, InstallId install);

  /// Forgets the role.
  void over(Tx tx, OrgId org, InstallId install);
}

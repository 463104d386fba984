package io.bowline.control.hosted;

import io.bowline.control.job.JobRecord;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import java.util.Optional;

/// What secret a job names. A feature whose jobs need one has a bean of this kind; the job itself
/// has the name only, such as an id and a revision.
public interface CredentialSource {
  /// The secret that this job names, opened for one handover; empty when the job is none of this
  /// feature's, or when what it names is gone or no longer what was meant.
  Optional<Secret> secretOf(Tx tx, JobRecord job);
}

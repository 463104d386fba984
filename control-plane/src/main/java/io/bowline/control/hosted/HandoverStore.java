package io.bowline.control.hosted;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.JobId;
import io.bowline.model.identity.Identity;

/// Keeps which job was handed its credential, and to whom; never what it was.
public interface HandoverStore {
  /// How often this job was handed its credential, in all of its attempts.
  int count(Tx tx, Identity runner, JobId job);

  /// Notes a handover.
  ///
  /// @param key digest of the key that is sealed to
  /// @return false when this key had an answer already
  boolean note(Tx tx, Identity runner, JobId job, long epoch, String key);
}

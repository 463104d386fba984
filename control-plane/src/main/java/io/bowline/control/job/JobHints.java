package io.bowline.control.job;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;

/// Tells others in the same transaction that looking again is worth while. A lost hint loses
/// nothing: sessions and pages also look by themselves.
public interface JobHints {
  /// The install's queue has something for its runner: an offer or a cancellation.
  void work(Tx tx, OrgId org, InstallId install);

  /// A job is over. Unlike the others this one is an event: whoever handles it gets it, at least
  /// once.
  void over(Tx tx, JobRecord job);

  /// A job moved or reported progress; told last in a transaction.
  ///
  /// @param kind `phase` or `step`
  /// @param word the new phase, or the name of the step
  void changed(Tx tx, JobRecord job, String kind, String word);
}

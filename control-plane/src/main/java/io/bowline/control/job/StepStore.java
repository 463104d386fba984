package io.bowline.control.job;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.StepEvent;
import java.util.List;

/// Where step events are kept.
public interface StepStore {
  void add(Tx tx, OrgId org, JobId job, long epoch, List<StepEvent> events);

  /// Events after a position, in the order in which the runner reported them.
  List<RecordedStep> after(Tx tx, OrgId org, JobId job, long epoch, long sequence, int limit);
}

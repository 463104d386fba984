package io.bowline.control.job.store;

import static io.bowline.control.job.store.PhaseColumns.utc;
import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.job.RecordedStep;
import io.bowline.control.job.StepStore;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.StepEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Rows of step events. A repeated event is the same row.
@ApplicationScoped
public class PgStepStore implements StepStore {
  @Override
  public void add(Tx tx, OrgId org, JobId job, long epoch, List<StepEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    var batch =
        handle(tx)
            .prepareBatch(
                """
                insert into job_step (org, job, sequence, epoch, step, state, message, at)
                values (:org, :job, :sequence, :epoch, :step, :state, :message, :at)
                on conflict do nothing
                """);
    for (StepEvent event : events) {
      batch
          .bind("org", org.value())
          .bind("job", job.value())
          .bind("sequence", event.sequence())
          .bind("epoch", epoch)
          .bind("step", event.step())
          .bind("state", event.state().name())
          .bind("message", event.message())
          .bind("at", utc(event.at()))
          .add();
    }
    batch.execute();
  }

  @Override
  public List<RecordedStep> after(
      Tx tx, OrgId org, JobId job, long epoch, long sequence, int limit) {
    return handle(tx)
        .createQuery(
            """
            select epoch, sequence, step, state, message, at from job_step
            where org = :org and job = :job and (epoch, sequence) > (:epoch, :sequence)
            order by epoch, sequence limit :limit
            """)
        .bind("org", org.value())
        .bind("job", job.value())
        .bind("epoch", epoch)
        .bind("sequence", sequence)
        .bind("limit", limit)
        .map((row, _) ->
            new RecordedStep(
                row.getLong("epoch"),
                new StepEvent(
                    row.getLong("sequence"),
                    row.getString("step"),
                    StepEvent.State.valueOf(row.getString("state")),
                    row.getString("message"),
                    PhaseColumns.at(row, "at"))))
        .list();
  }
}

package io.bowline.control.preflight;

import io.bowline.control.job.JobFollower;
import io.bowline.control.job.JobRecord;
import io.bowline.control.platform.Tx;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.model.preflight.Seen;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// What became of a look around, in the transaction that ends its job. What is in the way holds an
/// install that runs nothing yet; a runner that could not look holds nobody.
@ApplicationScoped
public class PreflightAnswers implements JobFollower {
  private final PreflightStore store;
  private final Preflights preflights;

  public PreflightAnswers(PreflightStore store, Preflights preflights) {
    this.store = store;
    this.preflights = preflights;
  }

  @Override
  public void over(Tx tx, JobRecord job) {
    if (!(job.spec() instanceof JobSpec.Preflight)) {
      return;
    }
    if (job.phase() instanceof Phase.Succeeded
        && job.report().orElse(new JobReport.Nothing())
            instanceof JobReport.Preflighted(List<Seen> seen)) {
      store.put(tx, job.org(), job.install(), job.id(), seen);
      preflights.settle(tx, job.org(), job.install(), "");
    } else {
      preflights.settle(tx, job.org(), job.install(), unseen(job));
    }
  }

  private static String unseen(JobRecord job) {
    String why =
        switch (job.phase()) {
          case Phase.Cancelled(_, String reason) -> reason;
          case Phase.Failed(_, var failure) -> failure.message();
          case Phase.Expired _ -> "it was not there in time";
          case Phase.Succeeded _,
              Phase.Queued _,
              Phase.Offered _,
              Phase.Running _,
              Phase.Cancelling _,
              Phase.Unknown _ ->
              "it told nothing";
        };
    return "Its runner could not look around (job %s): %s.".formatted(job.id(), why);
  }
}

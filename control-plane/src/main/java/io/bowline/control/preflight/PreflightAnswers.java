package io.bowline.control.preflight;

import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.Installs;
import io.bowline.control.job.JobFollower;
import io.bowline.control.job.JobRecord;
import io.bowline.control.platform.Tx;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;

/// What became of a look around, in the transaction that ends its job. What is in the way holds an
/// install that runs nothing yet; a runner that could not look holds nobody.
@ApplicationScoped
public class PreflightAnswers implements JobFollower {
  private static final int TOLD = 3;

  private final PreflightStore store;
  private final Installs installs;

  public PreflightAnswers(PreflightStore store, Installs installs) {
    this.store = store;
    this.installs = installs;
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
      List<Seen> failed = seen.stream().filter(one -> one.verdict() == Verdict.FAIL).toList();
      if (failed.isEmpty()) {
        move(tx, job, InstallEvent.PREFLIGHT_PASSED, "");
      } else {
        move(tx, job, InstallEvent.PREFLIGHT_FAILED, told(failed));
      }
    } else {
      move(
          tx,
          job,
          InstallEvent.PREFLIGHT_PASSED,
          "its runner could not look around (job %s)".formatted(job.id()));
    }
  }

  private static String told(List<Seen> failed) {
    String first =
        failed.stream()
            .limit(TOLD)
            .map(one -> "%s: %s. %s".formatted(one.check(), one.seen(), one.fix()))
            .collect(Collectors.joining(" "));
    return failed.size() > TOLD ? first + " And %d more.".formatted(failed.size() - TOLD) : first;
  }

  private void move(Tx tx, JobRecord job, InstallEvent event, String reason) {
    boolean _ = installs.move(tx, job.org(), job.install(), event, reason);
  }
}

package io.bowline.runner.hosted;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.probe.Driver;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.StepEvent;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Findings;
import io.bowline.proto.handover.Credential;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import java.util.Map;

/// Asks a fleet provider's cloud what its credentials are worth. Nothing is written anywhere, so it
/// may be done again after any death.
final class ProviderCheck implements CredentialedJob.Errand {
  private static final String STEP = "ask-cloud";

  private final Map<Cloud, Driver> drivers;

  ProviderCheck(Map<Cloud, Driver> drivers) {
    this.drivers = Map.copyOf(drivers);
  }

  @Override
  public JobEnd run(
      Assignment assignment,
      Credential credential,
      Progress progress,
      Cancellation cancellation,
      StepJournal steps) {
    Configuration configuration = Configuration.read(credential.reveal());
    progress.say(STEP, StepEvent.State.RUNNING, configuration.cloud().text());
    Driver driver = drivers.get(configuration.cloud());
    Findings findings =
        driver == null
            ? Findings.inconclusive("This hosted runner does not know the cloud. Update it.")
            : driver.probe(configuration);
    progress.say(STEP, StepEvent.State.SUCCEEDED, findings.result().text());
    return JobEnd.done(new JobReport.ProviderChecked(findings));
  }
}

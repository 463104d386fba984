package io.bowline.control.job;

import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobRules;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Terms;
import java.time.Duration;

/// The time limits of each kind of job, and which kinds write to an install and so run alone.
final class JobTerms {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  // two missed heartbeats of 25 s and some air
  private static final Duration LEASE = Duration.ofSeconds(70);
  private static final Duration CANCEL = Duration.ofMinutes(2);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration QUEUE = Duration.ofHours(24);

  private JobTerms() {}

  static JobRules rules(JobSpec spec) {
    return switch (spec) {
      case JobSpec.MakePlan _ -> rules(3, Duration.ofMinutes(30));
      // applying is not repeated by itself: what it met is shown to a person first
      case JobSpec.ApplyPlan _ -> rules(1, Duration.ofHours(4));
      case JobSpec.CaptureLogs _ -> rules(2, Duration.ofHours(25));
      case JobSpec.Inspect _ -> rules(3, Duration.ofMinutes(5));
      case JobSpec.Preflight _ -> rules(2, Duration.ofMinutes(5), Duration.ofHours(1));
      case JobSpec.Uninstall _ -> rules(3, Duration.ofHours(4));
      // it is worth asking again tomorrow, not for as long as nobody is there to ask
      case JobSpec.CheckProvider _ -> rules(2, Duration.ofMinutes(5), Duration.ofHours(1));
      case JobSpec.FleetWork work -> of(work.errand());
    };
  }

  static boolean exclusive(JobSpec spec) {
    return switch (spec) {
      case JobSpec.MakePlan _, JobSpec.ApplyPlan _, JobSpec.Uninstall _ -> true;
      // its place is the hosted runner, which serves all fleets of the organization at once
      case JobSpec.FleetWork _ -> false;
      case JobSpec.CaptureLogs _, JobSpec.Inspect _, JobSpec.Preflight _, JobSpec.CheckProvider _ ->
          false;
    };
  }

  private static JobRules of(FleetErrand errand) {
    return switch (errand) {
      case CHECK_CLUSTER -> rules(2, Duration.ofMinutes(5));
      case BOOTSTRAP_CLUSTER, REMOVE_CLUSTER -> rules(3, Duration.ofMinutes(30));
      // what was made stands in the state, so that another attempt goes on
      case PROVISION, DESTROY, MAKE_BASE_LAYER -> rules(3, Duration.ofHours(2));
    };
  }

  private static JobRules rules(int attempts, Duration runWithin) {
    return rules(attempts, runWithin, QUEUE);
  }

  private static JobRules rules(int attempts, Duration runWithin, Duration queueFor) {
    return new JobRules(new Terms(attempts, ANSWER, LEASE, runWithin, CANCEL, RETRY, queueFor));
  }
}

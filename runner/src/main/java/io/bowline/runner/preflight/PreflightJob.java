package io.bowline.runner.preflight;

import io.bowline.cloud.preflight.Way;
import io.bowline.cloud.preflight.WaysOut;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at the ways out to the control plane, each at its own port, and asks the cloud. Nothing is
/// changed.
public final class PreflightJob implements JobHandler {
  private final Surroundings surroundings;
  private final OwnGround ground;
  private final Clock clock;

  /// Where the control plane is, as this runner knows it.
  public interface Surroundings {
    /// Its listeners; none before the runner has enrolled.
    List<Listener> listeners();

    /// Whose certificates they have.
    List<X509Certificate> authorities();
  }

  /// One of them.
  ///
  /// @param alternate another way there, which runners take where the usual one is shut
  public record Listener(Way usual, Optional<Way> alternate) {}

  /// The cloud that the runner is in.
  @FunctionalInterface
  public interface OwnGround {
    List<Seen> look(JobSpec.Preflight wanted) throws InterruptedException;
  }

  public PreflightJob(Surroundings surroundings, OwnGround ground, Clock clock) {
    this.surroundings = surroundings;
    this.ground = ground;
    this.clock = clock;
  }

  @Override
  public JobEnd handle(
      Assignment assignment, Progress progress, Cancellation cancellation, StepJournal steps)
      throws InterruptedException {
    if (!(assignment.spec() instanceof JobSpec.Preflight wanted)) {
      return JobEnd.failed(new Failure("wrong-kind", "this is no preflight", false));
    }
    var waysOut = new WaysOut(surroundings.authorities(), clock.instant());
    List<Listener> listeners = surroundings.listeners();
    var seen = new ArrayList<Seen>();
    List<Seen> usual = waysOut.look(listeners.stream().map(Listener::usual).toList());
    for (Seen one : usual) {
      seen.add(one.verdict() == Verdict.FAIL ? roundAbout(waysOut, listeners, one) : one);
    }
    seen.addAll(ground.look(wanted));
    return JobEnd.done(new JobReport.Preflighted(seen));
  }

  /// A way that is shut is no obstacle where the other is open.
  private static Seen roundAbout(WaysOut waysOut, List<Listener> listeners, Seen shut)
      throws InterruptedException {
    for (Listener listener : listeners) {
      if (shut.check().startsWith(listener.usual().name() + ".")
          && listener.alternate().isPresent()) {
        Way other = listener.alternate().get();
        if (Verdict.worst(waysOut.look(List.of(other))) != Verdict.FAIL) {
          return Seen.warn(
                  shut.check(),
                  "%s; %s is open instead".formatted(shut.seen(), other),
                  "The runner takes the other way, which it has to find anew each time.",
                  shut.fix())
              .by(shut.commands());
        }
      }
    }
    return shut;
  }
}

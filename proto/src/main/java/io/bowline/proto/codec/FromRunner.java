package io.bowline.proto.codec;

import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.FindingReport;
import io.bowline.model.id.JobId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.model.probe.Check;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a runner says on the stream.
public sealed interface FromRunner {
  /// The first message.
  ///
  /// @param protocol newest protocol version that it speaks
  /// @param oldestProtocol oldest one
  /// @param room how many more jobs it takes now
  /// @param process random per process, so that a restart can be told from a copy
  record Hello(
      int protocol,
      int oldestProtocol,
      String version,
      Set<String> capabilities,
      List<HeldJob> inFlight,
      int room,
      String process)
      implements FromRunner {
    public Hello {
      capabilities = Set.copyOf(capabilities);
      inFlight = List.copyOf(inFlight);
    }
  }

  /// It journaled the job and will do it.
  record Accepted(JobId job, long epoch) implements FromRunner {}

  record Declined(JobId job, long epoch, String reason) implements FromRunner {}

  record Progress(JobId job, long epoch, List<StepEvent> events) implements FromRunner {
    public Progress {
      events = List.copyOf(events);
    }
  }

  record Result(JobId job, long epoch, Outcome outcome, JobReport report) implements FromRunner {}

  /// A result that cannot be read; it still has to be acknowledged, or it would come for ever.
  record UnreadableResult(JobId job, long epoch, String problem) implements FromRunner {}

  /// It lives.
  ///
  /// @param state digest over the jobs in flight; empty without the capability
  /// @param room how many more jobs it takes now
  record Heartbeat(Optional<Digest> state, int room) implements FromRunner {}

  /// Everything that is in flight, because it was asked for or because a frame was missed: what is
  /// meant for the runner and not listed never arrived.
  record State(List<HeldJob> inFlight) implements FromRunner {
    public State {
      inFlight = List.copyOf(inFlight);
    }
  }

  /// Everything that it finds not to be as it should.
  record Findings(FindingReport report) implements FromRunner {}

  /// Whether a Kafka cluster could be created now where a fleet's runner is.
  record Readiness(List<Check> checks) implements FromRunner {
    public Readiness {
      checks = List.copyOf(checks);
    }
  }

  /// It closes the stream on purpose.
  record Leaving(String reason) implements FromRunner {}
}

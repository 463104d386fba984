package io.bowline.control.edge.grpc;

import io.bowline.model.id.JobId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.proto.codec.Framed;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.HeldJob;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.RunnerFrameCodec;
import io.bowline.proto.codec.ToRunner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// A runner that keeps every promise of the link: it takes a job once whatever is offered again,
/// says everything until it is acknowledged, and comes back whenever the control plane does.
final class FaithfulRunner {
  /// How a job ends on this runner; empty for one that runs until it is told to stop.
  record End(Outcome outcome, JobReport report) {}

  private record Held(ToRunner.Offer offer, Optional<End> end) {}

  private record Waiting(FromRunner body, long frame) {}

  private static final long UNSENT = 0;

  private final Identity identity;
  private final BiFunction<JobSpec, Integer, Optional<End>> work;
  private final Map<JobId, Held> journal = new LinkedHashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<String, Integer> effects = new TreeMap<>();
  private Optional<Replica.Line> line = Optional.empty();
  private long sequence;
  private long seen;
  private boolean broken;
  int room = 4;
  boolean away;

  /// Says one thing a turn.
  boolean slow;

  FaithfulRunner(Identity identity, BiFunction<JobSpec, Integer, Optional<End>> work) {
    this.identity = identity;
    this.work = work;
  }

  /// How often what was done: kind and attempt of a job.
  Map<String, Integer> effects() {
    return effects;
  }

  /// Whether everything that it said was heard.
  boolean heard() {
    return waiting.isEmpty();
  }

  /// The stream broke. What was sent before that has arrived, and nothing can be answered.
  void lineLost() {
    broken = true;
    drain();
    broken = false;
    line = Optional.empty();
  }

  /// Comes, or beats; says what waits and takes what is said.
  void turn(Replica replica) {
    if (away) {
      lineLost();
      return;
    }
    if (line.filter(Replica.Line::ended).isPresent()) {
      lineLost();
    }
    if (line.isEmpty()) {
      come(replica);
    } else {
      say(new FromRunner.Heartbeat(Optional.of(HeldJob.digest(held())), room));
    }
    listen();
  }

  private void come(Replica replica) {
    sequence = 0;
    seen = 0;
    waiting.replaceAll(report -> new Waiting(report.body(), UNSENT));
    line = Optional.of(replica.line(identity));
    say(new FromRunner.Hello(1, 1, "0.1.0", LinkProtocol.CAPABILITIES, held(), room, "process-1"));
  }

  private List<HeldJob> held() {
    return journal.values().stream()
        .filter(job -> job.end().isEmpty() || unheard(job.offer().job()))
        .map(job -> new HeldJob(job.offer().job(), job.offer().epoch()))
        .toList();
  }

  private boolean unheard(JobId job) {
    return waiting.stream()
        .anyMatch(report -> report.body() instanceof FromRunner.Result r && r.job().equals(job));
  }

  private void say(FromRunner body) {
    if (broken) {
      return;
    }
    sequence++;
    line.orElseThrow().say(RunnerFrameCodec.write(new Framed<>(sequence, seen, body)));
  }

  private void listen() {
    if (slow) {
      flush();
      drain();
      return;
    }
    do {
      drain();
    } while (flush());
  }

  private void drain() {
    Optional<Framed<ToRunner>> frame = line.flatMap(open -> open.wire().poll());
    while (frame.isPresent()) {
      take(frame.get());
      frame = line.flatMap(open -> open.wire().poll());
    }
  }

  /// Says one thing that waits.
  private boolean flush() {
    if (line.isEmpty() || line.get().ended()) {
      return false;
    }
    for (int i = 0; i < waiting.size(); i++) {
      if (waiting.get(i).frame() == UNSENT) {
        waiting.set(i, new Waiting(waiting.get(i).body(), sequence + 1));
        say(waiting.get(i).body());
        return true;
      }
    }
    return false;
  }

  private void take(Framed<ToRunner> frame) {
    seen = frame.sequence();
    waiting.removeIf(report -> report.frame() != UNSENT && report.frame() <= frame.ack());
    switch (frame.body()) {
      case ToRunner.Offer offer -> offered(offer);
      case ToRunner.Cancel cancel -> cancelled(cancel);
      case ToRunner.StateWanted _ -> {
        waiting.replaceAll(report -> new Waiting(report.body(), UNSENT));
        say(new FromRunner.State(held()));
      }
      case ToRunner.Welcome _, ToRunner.Acknowledged _, ToRunner.Drain _ -> {}
      case ToRunner.UnreadableOffer bad -> throw new IllegalStateException(bad.problem());
    }
  }

  private void offered(ToRunner.Offer offer) {
    if (room == 0) {
      say(new FromRunner.Declined(offer.job(), offer.epoch(), "busy"));
      return;
    }
    Optional<Held> known = Optional.ofNullable(journal.get(offer.job()));
    report(new FromRunner.Accepted(offer.job(), offer.epoch()));
    if (known.filter(held -> held.offer().attempt() == offer.attempt()).isPresent()) {
      // the same again: adopted under the newer epoch, and its end said again
      known.get().end().ifPresent(end -> ended(offer, end));
      journal.put(offer.job(), new Held(offer, known.get().end()));
      return;
    }
    effects.merge(offer.spec().kind() + "/" + offer.job() + "/" + offer.attempt(), 1, Integer::sum);
    Optional<End> end = work.apply(offer.spec(), offer.attempt());
    journal.put(offer.job(), new Held(offer, end));
    progress(offer, 1, StepEvent.State.RUNNING);
    end.ifPresent(how -> {
      progress(offer, 2, StepEvent.State.SUCCEEDED);
      ended(offer, how);
    });
  }

  private void cancelled(ToRunner.Cancel cancel) {
    Held held = journal.get(cancel.job());
    if (held != null && held.end().isEmpty()) {
      var end = new End(new Outcome.Stopped(cancel.reason()), new JobReport.Nothing());
      journal.put(cancel.job(), new Held(held.offer(), Optional.of(end)));
      ended(held.offer(), end);
    }
  }

  private void progress(ToRunner.Offer offer, long number, StepEvent.State state) {
    var event = new StepEvent(number, "work", state, "at work", Instant.EPOCH);
    report(new FromRunner.Progress(offer.job(), offer.epoch(), List.of(event)));
  }

  private void ended(ToRunner.Offer offer, End end) {
    report(new FromRunner.Result(offer.job(), offer.epoch(), end.outcome(), end.report()));
  }

  private void report(FromRunner body) {
    waiting.add(new Waiting(body, UNSENT));
  }
}

package io.bowline.control.edge.grpc;

import io.bowline.control.job.Cancellation;
import io.bowline.control.job.Leased;
import io.bowline.control.runner.Admission;
import io.bowline.control.runner.Sessions;
import io.bowline.model.finding.FindingReport;
import io.bowline.model.id.JobId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.Event;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.model.probe.Check;
import io.bowline.proto.codec.Framed;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.HeldJob;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.ToRunner;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/// One stream of one runner, from Hello to its end. Frames are handled in their order, each
/// committed before it is acknowledged; hints from elsewhere make it look for work.
final class StreamSession {
  private static final Logger LOG = Logger.getLogger(StreamSession.class);

  private final Peer.Known peer;
  private final Rooms rooms;
  private final StreamTerms terms;
  private final Outbound outbound;
  private final HeldByRunner held;
  private final Executor looker;
  private final AtomicInteger looks = new AtomicInteger();
  private final Instant begun;
  private volatile Instant heardAt;
  private volatile long epoch;
  private volatile Set<String> kinds = Set.of();
  // touched by the stream's own frames only
  private long expected = 1;
  private boolean gap;
  private Instant presentAt;

  /// Begins without a word.
  ///
  /// @param looker runs looks for work beside the handling of frames
  StreamSession(
      Peer.Known peer,
      Rooms rooms,
      StreamTerms terms,
      Outbound outbound,
      HeldByRunner held,
      Executor looker) {
    this.looker = looker;
    this.peer = peer;
    this.rooms = rooms;
    this.terms = terms;
    this.outbound = outbound;
    this.held = held;
    this.begun = terms.clock().instant();
    this.heardAt = begun;
    this.presentAt = begun;
  }

  Identity runner() {
    return peer.identity();
  }

  /// Grows with every stream of a runner; 0 before Hello.
  long epoch() {
    return epoch;
  }

  Instant begun() {
    return begun;
  }

  /// When the certificate ends that the stream stands on.
  Instant until() {
    return peer.until();
  }

  boolean silent(Instant now) {
    return now.isAfter(heardAt.plus(terms.silence()));
  }

  void close(StatusRuntimeException why) {
    outbound.close(why);
  }

  void drain(Duration retryAfter, String reason) {
    outbound.send(new ToRunner.Drain(retryAfter, reason));
  }

  /// The first frame.
  ///
  /// @throws StatusRuntimeException when the runner is turned away
  void hello(Framed<FromRunner> frame) {
    if (!(frame.body() instanceof FromRunner.Hello hello) || frame.sequence() != 1) {
      throw Refusals.of(LinkRefusal.REQUEST_MALFORMED, "the first frame is not a Hello");
    }
    int protocol = protocol(hello);
    if (rooms.enrollments().come(runner(), until()) instanceof Admission.Refused refused) {
      throw Refusals.of(refused);
    }
    var common = new HashSet<>(hello.capabilities());
    common.retainAll(LinkProtocol.CAPABILITIES);
    kinds = LinkProtocol.kinds(common);
    epoch =
        rooms
            .sessions()
            .open(
                runner(),
                new Sessions.Opening(terms.replica(), hello.process(), hello.version(), kinds));
    held.says(hello.inFlight(), 0);
    held.room(hello.room());
    rooms.installs().heard(runner().org(), runner().install());
    reconcile();
    expected = 2;
    outbound.send(
        new ToRunner.Welcome(
            protocol,
            Set.copyOf(common),
            epoch,
            terms.heartbeat(),
            terms.addresses(),
            terms.trustRootVersion(),
            terms.authorities().get()));
    outbound.ack(1);
  }

  private static int protocol(FromRunner.Hello hello) {
    int common = Math.min(hello.protocol(), LinkProtocol.NEWEST);
    if (common < LinkProtocol.OLDEST || common < hello.oldestProtocol()) {
      throw Refusals.of(
          LinkRefusal.PROTOCOL_UNSUPPORTED,
          "the runner (%s) speaks link versions %d to %d, this control plane %d to %d"
              .formatted(
                  hello.version(),
                  hello.oldestProtocol(),
                  hello.protocol(),
                  LinkProtocol.OLDEST,
                  LinkProtocol.NEWEST));
    }
    return common;
  }

  /// Every later frame; what it says is committed when this returns.
  void handle(Framed<FromRunner> frame) {
    heardAt = terms.clock().instant();
    if (frame.sequence() != expected && !gap) {
      LOG.warnf(
          "runner %s: frame %d came where %d was due; asking for its full state",
          runner().holder(), frame.sequence(), expected);
      gap = true;
      outbound.send(new ToRunner.StateWanted("frame " + expected + " is missing"));
    }
    expected = frame.sequence() + 1;
    said(frame);
    if (frame.body() instanceof FromRunner.State) {
      gap = false;
    }
    if (!heardAt.isBefore(presentAt.plus(terms.heartbeat()))) {
      // whatever it says shows that it lives; its jobs must not lose their leases meanwhile
      present();
      if (!gap) {
        reconcile();
      }
    }
    if (!gap) {
      outbound.ack(frame.sequence());
    }
  }

  private void said(Framed<FromRunner> frame) {
    switch (frame.body()) {
      case FromRunner.Accepted(JobId job, long at) -> {
        held.accepted(job, at);
        rooms.jobs().said(runner(), job, new Event.Accept(at), Optional.empty());
      }
      case FromRunner.Declined(JobId job, long at, String reason) -> {
        held.over(job);
        rooms.jobs().said(runner(), job, new Event.Decline(at, reason), Optional.empty());
      }
      case FromRunner.Progress(JobId job, long at, List<StepEvent> events) ->
          rooms.jobs().progress(runner(), job, at, events);
      case FromRunner.Result(JobId job, long at, Outcome outcome, JobReport report) ->
          finished(job, new Event.Finish(at, outcome), report);
      case FromRunner.UnreadableResult(JobId job, long at, String problem) ->
          finished(
              job,
              new Event.Finish(
                  at, new Outcome.Unclear("the runner's result cannot be read: " + problem)),
              new JobReport.Nothing());
      case FromRunner.Heartbeat beat -> beat(beat);
      case FromRunner.State(List<HeldJob> all) -> {
        held.says(all, frame.ack());
        reconcile();
        look();
      }
      case FromRunner.Findings(FindingReport report) -> found(report);
      case FromRunner.Readiness(List<Check> checks) -> ready(checks);
      case FromRunner.Leaving(String reason) ->
          LOG.infof("runner %s leaves: %s", runner().holder(), reason);
      case FromRunner.Hello _ -> throw Refusals.of(LinkRefusal.REQUEST_MALFORMED, "a second Hello");
    }
  }

  private void found(FindingReport report) {
    if (runner().role() != Identity.Role.RUNNER) {
      throw Refusals.of(LinkRefusal.ROLE_WRONG, "only an install's runner finds anything in it");
    }
    rooms.findings().told(runner(), report);
  }

  private void ready(List<Check> checks) {
    if (runner().role() != Identity.Role.RUNNER) {
      throw Refusals.of(LinkRefusal.ROLE_WRONG, "only an install's runner tells of its readiness");
    }
    rooms.readiness().told(runner(), checks);
  }

  private void reconcile() {
    rooms.jobs().reconcile(runner(), held.held(), held.underWay());
  }

  private void finished(JobId job, Event.Finish finish, JobReport report) {
    rooms.jobs().said(runner(), job, finish, Optional.of(report));
    held.over(job);
    look();
  }

  private void present() {
    if (!rooms.sessions().heard(runner(), epoch)) {
      throw superseded();
    }
    rooms.installs().heard(runner().org(), runner().install());
    presentAt = heardAt;
  }

  private void beat(FromRunner.Heartbeat beat) {
    present();
    held.room(beat.room());
    boolean agreed = beat.state().map(held::matches).orElse(true);
    if (agreed) {
      reconcile();
    } else {
      outbound.send(new ToRunner.StateWanted("the runner means other jobs than we do"));
    }
    look();
  }

  static StatusRuntimeException superseded() {
    return Refusals.of(LinkRefusal.SUPERSEDED, "a newer stream of this runner took over");
  }

  /// Looks for offers and cancellations; many calls make one look.
  void look() {
    if (looks.getAndIncrement() == 0) {
      looker.execute(this::lookUntilNobodyAsks);
    }
  }

  private void lookUntilNobodyAsks() {
    int seen;
    do {
      seen = looks.get();
      try {
        lookOnce();
      } catch (RuntimeException e) {
        LOG.errorf(e, "runner %s: looking for its work failed", runner().holder());
        looks.set(0);
        return; // the next heartbeat or sweep looks again
      }
    } while (!looks.compareAndSet(seen, 0));
  }

  private void lookOnce() {
    if (outbound.closed()) {
      return;
    }
    for (Leased leased : rooms.jobs().leaseFor(runner(), held.room(), kinds)) {
      offer(leased);
    }
    for (Cancellation cancel : rooms.jobs().cancellations(runner())) {
      if (held.cancels(cancel.job(), cancel.epoch())) {
        outbound.send(new ToRunner.Cancel(cancel.job(), cancel.epoch(), cancel.reason()));
      }
    }
  }

  private void offer(Leased leased) {
    long at = leased.lease().epoch();
    held.offering(leased.job());
    outbound.send(
        new ToRunner.Offer(
            leased.job(), at, leased.lease().attempt(), leased.spec(), leased.traceparent()));
  }
}

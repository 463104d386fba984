package io.bowline.runner.link;

import io.bowline.model.id.JobId;
import io.bowline.proto.codec.Framed;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.HeldJob;
import io.bowline.proto.codec.LinkProtocol;
import io.bowline.proto.codec.ToRunner;
import io.bowline.runner.finding.Board;
import io.bowline.runner.finding.ReadinessBoard;
import io.bowline.runner.intake.Answer;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.journal.JournalFailedException;
import io.bowline.runner.outbox.Numbered;
import io.bowline.runner.outbox.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/// One welcomed stream: a thread reads and hands offers in, one takes reports out of the outbox,
/// two tell of findings and readiness, and one writes.
final class Session {
  private static final Logger LOG = Logger.getLogger(Session.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  /// How it ended.
  sealed interface End {
    /// The other side asked us to come back after a pause.
    record Drained(Duration retryAfter, String reason) implements End {}

    record Failed(LinkFailure failure) implements End {}

    /// We left.
    record Left() implements End {}
  }

  private final LinkStream stream;
  private final Intake intake;
  private final Outbox outbox;
  private final Board findings;
  private final ToRunner.Welcome welcome;
  private final SentReports reports = new SentReports();
  private final BlockingQueue<Outgoing> outgoing = new ArrayBlockingQueue<>(64);
  private final AtomicReference<Optional<End>> end = new AtomicReference<>(Optional.empty());
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Thread> threads;
  private volatile boolean leaving;
  private long expected;

  /// @param report place in the outbox, or 0
  private record Outgoing(FromRunner body, long report) {}

  private Session(
      LinkStream stream, Intake intake, Outbox outbox, Board findings, Framed<ToRunner> first) {
    this.findings = findings;
    this.stream = stream;
    this.intake = intake;
    this.outbox = outbox;
    this.welcome = (ToRunner.Welcome) first.body();
    this.expected = first.sequence() + 1;
    stream.handled(first.sequence());
    this.threads =
        List.of(
            Thread.ofVirtual().name("link-read").unstarted(() -> run(this::read)),
            Thread.ofVirtual().name("link-report").unstarted(() -> run(this::report)),
            Thread.ofVirtual().name("link-findings").unstarted(() -> run(this::tell)),
            Thread.ofVirtual().name("link-readiness").unstarted(() -> run(this::tellReadiness)),
            Thread.ofVirtual().name("link-write").unstarted(() -> run(this::write)));
  }

  /// Says hello and waits for the welcome; the session runs when this returns.
  ///
  /// @throws LinkFailure when it was not welcomed
  static Session open(
      LinkStream stream, Intake intake, Outbox outbox, Board findings, Greeting greeting)
      throws InterruptedException {
    stream.send(greeting.hello(held(intake), intake.room()));
    Framed<ToRunner> first = stream.receive(ANSWER_WITHIN);
    if (!(first.body() instanceof ToRunner.Welcome)) {
      throw LinkFailure.local(
          stream.address() + " answered Hello with something else", "update the older side");
    }
    var session = new Session(stream, intake, outbox, findings, first);
    session.threads.forEach(Thread::start);
    return session;
  }

  ToRunner.Welcome welcome() {
    return welcome;
  }

  /// Waits for the end; empty when it still runs after that time.
  Optional<End> await(Duration atMost) throws InterruptedException {
    return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS) ? end.get() : Optional.empty();
  }

  /// Leaves in peace: says so, then closes.
  void leave(String reason) throws InterruptedException {
    if (outgoing.offer(new Outgoing(new FromRunner.Leaving(reason), 0), 1, TimeUnit.SECONDS)) {
      ended.await(2, TimeUnit.SECONDS);
    }
    finish(new End.Left());
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private void run(Step step) {
    try {
      step.run();
    } catch (LinkFailure e) {
      finish(leaving ? new End.Left() : new End.Failed(e));
    } catch (JournalFailedException e) {
      finish(
          new End.Failed(
              LinkFailure.local(
                  "the journal failed: " + e.getMessage(), "make room in the state folder")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      finish(new End.Left());
    } finally {
      // whatever a thread dies of, the session does not stay without it
      if (!leaving) {
        finish(new End.Failed(LinkFailure.local("a thread of the link died", "see the log")));
      }
    }
  }

  private void finish(End how) {
    if (end.compareAndSet(Optional.empty(), Optional.of(how))) {
      stream.close();
      threads.forEach(Thread::interrupt);
      ended.countDown();
    }
  }

  private void write() throws InterruptedException {
    long every = welcome.heartbeat().toNanos();
    long due = System.nanoTime() + every;
    while (true) {
      Outgoing next = outgoing.poll(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
      // also between reports that come without a pause: leases live by the heartbeat
      if (due - System.nanoTime() <= 0) {
        stream.send(heartbeat());
        due = System.nanoTime() + every;
      }
      if (next == null) {
        continue;
      }
      long frame = stream.send(next.body());
      if (next.report() > 0) {
        reports.sent(frame, next.report());
      }
      if (next.body() instanceof FromRunner.Leaving) {
        leaving = true;
        stream.finish(); // the other side ends the stream when it has read this
        return;
      }
    }
  }

  private FromRunner heartbeat() {
    boolean digest = welcome.capabilities().contains(LinkProtocol.STATE_DIGEST);
    return new FromRunner.Heartbeat(
        digest ? Optional.of(HeldJob.digest(held(intake))) : Optional.empty(), intake.room());
  }

  private void report() throws InterruptedException {
    while (true) {
      long from = reports.cursor();
      for (Numbered next : outbox.take(from, LOOK_AGAIN)) {
        if (!reports.advance(from, next.sequence())) {
          break; // everything is wanted again
        }
        from = next.sequence();
        outgoing.put(new Outgoing(Reports.frame(next.report()), next.sequence()));
      }
    }
  }

  /// All of them at the beginning of a stream, then whenever there are others.
  private void tell() throws InterruptedException {
    boolean wanted = welcome.capabilities().contains(LinkProtocol.FINDINGS);
    long told = 0;
    while (end.get().isEmpty()) {
      Optional<Board.Told> next = findings.after(told, LOOK_AGAIN);
      if (wanted && next.isPresent()) {
        outgoing.put(new Outgoing(new FromRunner.Findings(next.get().report()), 0));
      }
      told = next.map(Board.Told::version).orElse(told);
    }
  }

  /// The newest at the beginning of a stream, then every one that is made.
  private void tellReadiness() throws InterruptedException {
    boolean wanted = welcome.capabilities().contains(LinkProtocol.READINESS);
    long told = 0;
    while (end.get().isEmpty()) {
      Optional<ReadinessBoard.Told> next = findings.readiness().after(told, LOOK_AGAIN);
      if (wanted && next.isPresent()) {
        outgoing.put(new Outgoing(new FromRunner.Readiness(next.get().checks()), 0));
      }
      told = next.map(ReadinessBoard.Told::version).orElse(told);
    }
  }

  private void read() throws InterruptedException {
    // two lost heartbeats and a half: the connection may be half open
    Duration silence = welcome.heartbeat().multipliedBy(5).dividedBy(2);
    while (true) {
      Framed<ToRunner> frame = stream.receive(silence);
      reports.acked(frame.ack()).ifPresent(outbox::acked);
      handle(frame.body());
      if (frame.sequence() != expected) {
        LOG.warnf(
            "link: frame %d came where %d was due; telling %s all jobs in flight",
            frame.sequence(), expected, stream.address());
        outgoing.put(new Outgoing(new FromRunner.State(held(intake)), 0));
      }
      expected = frame.sequence() + 1;
      stream.handled(frame.sequence());
    }
  }

  private void handle(ToRunner body) throws InterruptedException {
    switch (body) {
      case ToRunner.Offer offer -> take(offer);
      case ToRunner.UnreadableOffer bad ->
          decline(bad.job(), bad.epoch(), "this runner cannot read it: " + bad.problem());
      case ToRunner.Cancel cancel -> cancel(cancel);
      case ToRunner.StateWanted(String reason) -> {
        LOG.debugf("link: %s wants the full state: %s", stream.address(), reason);
        reports.again();
        outgoing.put(new Outgoing(new FromRunner.State(held(intake)), 0));
      }
      case ToRunner.Drain drain -> finish(new End.Drained(drain.retryAfter(), drain.reason()));
      case ToRunner.Acknowledged _ -> {}
      case ToRunner.Welcome _ ->
          throw LinkFailure.local(stream.address() + " welcomed twice", "update the older side");
    }
  }

  private void take(ToRunner.Offer offer) throws InterruptedException {
    var assignment =
        new Assignment(
            offer.job(), offer.epoch(), offer.attempt(), offer.spec(), offer.traceparent());
    switch (intake.offer(assignment)) {
      case Answer.Accepted _ -> {} // said through the outbox
      case Answer.Declined(String reason) -> decline(offer.job(), offer.epoch(), reason);
    }
  }

  private void cancel(ToRunner.Cancel cancel) {
    try {
      intake.cancel(cancel.job(), cancel.epoch(), cancel.reason());
    } catch (JournalFailedException e) {
      LOG.errorf("link: cancel of %s is passed on but not recorded: %s", cancel.job(), e);
    }
  }

  private void decline(JobId job, long epoch, String reason) throws InterruptedException {
    outgoing.put(new Outgoing(new FromRunner.Declined(job, epoch, reason), 0));
  }

  private static List<HeldJob> held(Intake intake) {
    return intake.inFlight().stream().map(one -> new HeldJob(one.job(), one.epoch())).toList();
  }
}

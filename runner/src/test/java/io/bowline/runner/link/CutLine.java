package io.bowline.runner.link;

import io.bowline.model.id.JobId;
import io.bowline.model.job.JobSpec;
import io.bowline.proto.codec.Framed;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.ToRunner;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.outbox.Outbox;
import io.bowline.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The real link between a runner's rooms and a control plane's end that a test plays, which cuts
/// the stream when it wants to.
public final class CutLine implements AutoCloseable {
  private final FakeClock clock = new FakeClock(Clock.systemUTC().instant());
  private final TestControl control = new TestControl(clock);
  private final Link link;
  private Optional<TestControl.Stream> stream = Optional.empty();

  /// Nothing is connected yet.
  public CutLine(Path folder, Intake intake, Outbox outbox) throws IOException {
    link = control.link(folder, clock, intake, outbox, Egress.ofEverythingDeclared());
  }

  /// The runner comes.
  public void connect() throws InterruptedException {
    link.start();
    stream = Optional.of(control.welcomed());
  }

  public void offer(JobId job, long epoch, JobSpec spec) {
    stream.orElseThrow().say(new ToRunner.Offer(job, epoch, 1, spec, ""));
  }

  /// Waits for what the runner says, and acknowledges nothing.
  public <T extends FromRunner> T hear(Class<T> kind) throws InterruptedException {
    return kind.cast(heard(kind).body());
  }

  /// The same, and acknowledges it and everything before.
  public <T extends FromRunner> T hearAndAck(Class<T> kind) throws InterruptedException {
    Framed<FromRunner> frame = heard(kind);
    stream.orElseThrow().ack = frame.sequence();
    stream.orElseThrow().say(new ToRunner.Acknowledged());
    return kind.cast(frame.body());
  }

  /// Waits until the runner has taken in what was acknowledged: it declines an older epoch then.
  public void settled(JobId job, JobSpec spec) throws InterruptedException {
    offer(job, 1, spec);
    FromRunner _ = hear(FromRunner.Declined.class);
  }

  private Framed<FromRunner> heard(Class<? extends FromRunner> kind) throws InterruptedException {
    return stream.orElseThrow().await(frame -> kind.isInstance(frame.body()));
  }

  /// Cuts the stream; the runner has come back when this returns.
  public void cut() throws InterruptedException {
    clock.advance(Duration.ofSeconds(61)); // so that no pause grows with the number of cuts
    stream.orElseThrow().end(TestControl.refusal(LinkRefusal.DRAINING));
    stream = Optional.of(control.welcomed());
  }

  @Override
  public void close() {
    try {
      link.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    control.close();
  }
}

package io.bowline.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.proto.codec.Enrollment;
import io.bowline.proto.codec.FromRunner;
import io.bowline.runner.egress.Egress;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.outbox.Outbox;
import io.bowline.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A runner whose machine's clock is wrong renews neither all the time nor never.
@Timeout(180)
class WrongClockTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {-87_600, 15})
  void itRenewsWithinTheLengthOfTheCertificateAndNotAllTheTime(long hoursAhead) throws Exception {
    var right = new FakeClock(Clock.systemUTC().instant());
    var wrong = new FakeClock(right.instant().plus(Duration.ofHours(hoursAhead)));
    try (var control = new TestControl(right)) {
      control.heartbeat = Duration.ofMillis(400);
      var journal = JobJournal.open(new FolderDisk(folder.resolve("journal")));
      var outbox = new Outbox(journal);
      var intake = new Intake(journal, outbox, 4);
      Link link = control.link(folder, wrong, intake, outbox, Egress.ofEverythingDeclared());
      link.start();
      try {
        TestControl.Stream stream = control.welcomed();
        assertThat(control.calls.poll(60, TimeUnit.SECONDS)).isInstanceOf(Enrollment.Enroll.class);
        if (hoursAhead > 0) {
          // by its clock it is time; what it then gets it has got now
          assertThat(control.calls.poll(60, TimeUnit.SECONDS)).isInstanceOf(Enrollment.Renew.class);
          stream = control.welcomed();
        }
        stream.await(FromRunner.Heartbeat.class);
        assertThat(control.calls).as("renewed again at once").isEmpty();
        wrong.advance(Duration.ofHours(24).multipliedBy(61).dividedBy(100));
        assertThat(control.calls.poll(60, TimeUnit.SECONDS)).isInstanceOf(Enrollment.Renew.class);
      } finally {
        link.stop();
      }
    }
  }
}

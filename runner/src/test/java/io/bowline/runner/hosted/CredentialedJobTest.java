package io.bowline.runner.hosted;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.Configuration;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.proto.handover.Credential;
import io.bowline.proto.handover.HandoverKey;
import io.bowline.proto.handover.Purpose;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.outbox.Numbered;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.outbox.Report;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.NoSteps;
import io.bowline.runner.work.Work;
import io.bowline.runner.work.WorkTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CredentialedJobTest {
  private static final String CANARY = "canary-of-a-secret-access-key-0123456789";
  private static final Configuration AWS =
      new Configuration(
          Cloud.AWS, Map.of("aws_access_key", "AKIAIOSFODNN7EXAMPLE", "aws_access_secret", CANARY));
  private static final Assignment ASSIGNMENT =
      new Assignment(
          new JobId(new UUID(0, 1)),
          3,
          1,
          new JobSpec.CheckProvider(new FleetProviderId(new UUID(0, 2)), 1),
          "");

  private final List<Credential> handed = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  @TempDir Path folder;

  private Credential handOver(Assignment to) {
    try {
      HandoverKey key = HandoverKey.make();
      var purpose = new Purpose(new OrgId(new UUID(9, 9)), to.job(), to.epoch());
      Credential credential =
          key.open(HandoverKey.seal(key.publicKey(), purpose, AWS.document()), purpose);
      handed.add(credential);
      return credential;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private JobEnd handle(JobHandler handler, Cancellation cancellation) throws InterruptedException {
    return handler.handle(
        ASSIGNMENT,
        (step, state, message) -> said.add(step + " " + state + " " + message),
        cancellation,
        new NoSteps());
  }

  @Test
  void theCloudIsAskedWithWhatWasHandedOverAndThatIsWipedAfterwards() throws Exception {
    var findings = new Findings(List.of(Check.ok("sign-in", "As 1.")), List.of());
    var asked = new ArrayList<Configuration>();
    var check =
        new ProviderCheck(
            Map.of(
                Cloud.AWS,
                configuration -> {
                  asked.add(configuration);
                  return findings;
                }));
    JobEnd end = handle(new CredentialedJob(this::handOver, check), new Cancellation());
    assertThat(end).isEqualTo(JobEnd.done(new JobReport.ProviderChecked(findings)));
    assertThat(asked).containsExactly(AWS);
    assertThat(handed).singleElement().satisfies(it -> assertThat(it.reveal()).containsOnly(0));
    assertThat(said).noneMatch(line -> line.contains(CANARY));
  }

  @Test
  void aCloudThatThisRunnerDoesNotKnowIsInconclusive() throws Exception {
    JobEnd end =
        handle(
            new CredentialedJob(this::handOver, new ProviderCheck(Map.of())), new Cancellation());
    assertThat(end.report())
        .isInstanceOfSatisfying(
            JobReport.ProviderChecked.class,
            checked -> assertThat(checked.findings().result().text()).isEqualTo("inconclusive"));
  }

  @Test
  void aJobWithoutItsCredentialFailsAndSaysWhetherItMayBeTriedAgain() throws Exception {
    for (boolean retryable : List.of(true, false)) {
      JobEnd end =
          handle(
              new CredentialedJob(
                  _ -> {
                    throw new HandoverException("the lease is over", retryable);
                  },
                  new ProviderCheck(Map.of())),
              new Cancellation());
      assertThat(end.outcome())
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> {
                assertThat(failed.failure().reason()).isEqualTo("no-credential");
                assertThat(failed.failure().retryable()).isEqualTo(retryable);
              });
    }
  }

  @Test
  void aCancelledJobAsksForNothing() throws Exception {
    var cancellation = new Cancellation();
    cancellation.ask("not wanted");
    JobEnd end =
        handle(new CredentialedJob(this::handOver, new ProviderCheck(Map.of())), cancellation);
    assertThat(end.outcome()).isEqualTo(new Outcome.Stopped("not wanted"));
    assertThat(handed).isEmpty();
  }

  /// The worst that a driver can do: fail with the credential in its words.
  @Test
  @Tag("P17.no-secret-in-payload")
  void nothingOfACredentialIsInTheJournalTheOutboxOrAFile() throws Exception {
    JobHandler handler =
        new CredentialedJob(
            this::handOver,
            new ProviderCheck(
                Map.of(
                    Cloud.AWS,
                    configuration -> {
                      throw new IllegalStateException(configuration.reveal().toString());
                    })));
    try (JobJournal journal = JobJournal.open(new FolderDisk(folder))) {
      var outbox = new Outbox(journal);
      var intake = new Intake(journal, outbox, 4);
      var work =
          new Work(
              intake,
              journal,
              outbox,
              Map.of("check-provider", handler),
              WorkTerms.usual(),
              Clock.systemUTC());
      work.start();
      intake.offer(ASSIGNMENT);
      Report.Result result = result(outbox);
      work.stop(Duration.ofSeconds(10));
      assertThat(result.toString()).contains("IllegalStateException").doesNotContain(CANARY);
    }
    assertThat(handed).hasSize(1);
    assertThat(everyFile()).isNotEmpty().doesNotContain(CANARY).doesNotContain("AKIAIOSF");
  }

  private static Report.Result result(Outbox outbox) throws InterruptedException {
    long after = 0;
    while (true) {
      for (Numbered next : outbox.take(after, Duration.ofSeconds(60))) {
        after = next.sequence();
        if (next.report() instanceof Report.Result result) {
          return result;
        }
      }
    }
  }

  private String everyFile() throws IOException {
    var all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        all.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return all.toString();
  }
}

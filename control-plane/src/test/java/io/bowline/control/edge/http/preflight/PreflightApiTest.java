package io.bowline.control.edge.http.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.install.InstallEvent;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Leased;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.control.preflight.FirstLook;
import io.bowline.control.preflight.Preflights;
import io.bowline.control.runner.RunnerRecord;
import io.bowline.control.runner.RunnerStore;
import io.bowline.control.runner.Sessions;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.Event;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.preflight.Seen;
import io.bowline.proto.codec.Bytes;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A look around is asked for, told by the runner, kept and shown; and what is in the way holds an
/// install that runs nothing yet.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class PreflightApiTest {
  private static final Seen WELL = Seen.ok("link.tcp", "connected");
  private static final Seen SHUT =
      Seen.fail("logs.tcp", "logs:8433 does not answer", "No way out.", "Open TCP to logs:8433.")
          .by("open 8433");

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Jobs jobs;
  @Inject Installs installs;
  @Inject Preflights preflights;
  @Inject Transactions transactions;
  @Inject Sessions sessions;
  @Inject RunnerStore runners;

  @Inject FirstLook first;

  private TestCaller staff;
  private String one;
  private Identity runner;

  @BeforeEach
  void organization() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    String org = staff.organization();
    String all = "/api/v1/organizations/" + org + "/installs";
    Answer made =
        staff.post(
            all,
            "{\"name\":\"prod\",\"product\":\"acme/streaming\",\"cloud\":\"aws\",\"account\":\"123456789012\",\"region\":\"eu-central-1\"}");
    one = all + "/prod";
    runner =
        new Identity(
            "bowline.test",
            OrgId.parse(org),
            InstallId.parse(made.body().path("id").asText()),
            Identity.Role.RUNNER,
            new RunnerId(UUID.randomUUID()));
    installs.heard(runner.org(), runner.install());
  }

  private Leased asked() {
    Answer asked = staff.post(one + "/preflight", "");
    assertThat(asked.status()).as(asked.raw().body()).isEqualTo(201);
    List<Leased> leased = jobs.leaseFor(runner, 1, Set.of("preflight"));
    assertThat(leased).hasSize(1);
    assertThat(leased.getFirst().job().toString()).isEqualTo(asked.body().path("job").asText());
    return leased.getFirst();
  }

  private void told(Leased leased, Outcome outcome, JobReport report) {
    long epoch = leased.lease().epoch();
    jobs.said(runner, leased.job(), new Event.Accept(epoch), Optional.empty());
    jobs.said(runner, leased.job(), new Event.Finish(epoch, outcome), Optional.of(report));
  }

  private void saw(Seen... seen) {
    told(asked(), new Outcome.Done(), new JobReport.Preflighted(List.of(seen)));
  }

  private String status() {
    return staff.get(one).body().path("status").asText();
  }

  @Test
  void whatTheRunnerSawIsKeptAndShown() {
    assertThat(staff.get(one + "/preflight").status()).isEqualTo(404);
    Leased leased = asked();
    assertThat(leased.spec())
        .isEqualTo(new JobSpec.Preflight("prod", "aws", "123456789012", "eu-central-1"));
    assertThat(status()).isEqualTo("preflight");
    told(leased, new Outcome.Done(), new JobReport.Preflighted(List.of(WELL)));
    Answer shown = staff.get(one + "/preflight");
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.body().path("verdict").asText()).isEqualTo("ok");
    assertThat(shown.body().at("/seen/0/check").asText()).isEqualTo("link.tcp");
    assertThat(status()).isEqualTo("active");
  }

  @Test
  void whatIsInTheWayHoldsAnInstallUntilAnotherLookFindsItMended() {
    saw(WELL, SHUT);
    assertThat(status()).isEqualTo("preflight");
    assertThat(staff.get(one).body().path("reason").asText())
        .contains("logs.tcp: logs:8433 does not answer. Open TCP to logs:8433.");
    assertThat(staff.get(one + "/preflight").body().at("/seen/1/commands/0").asText())
        .isEqualTo("open 8433");
    saw(WELL, Seen.ok("logs.tcp", "connected"));
    assertThat(status()).isEqualTo("active");
    assertThat(staff.get(one + "/preflight").body().path("seen")).hasSize(2);
  }

  @Test
  void aRunnerThatCouldNotLookHoldsNobody() {
    told(
        asked(),
        new Outcome.Failed(new Failure("broken", "no idea", false)),
        new JobReport.Nothing());
    assertThat(status()).isEqualTo("active");
    assertThat(staff.get(one).body().path("reason").asText())
        .contains("could not look around")
        .contains("no idea");
    assertThat(staff.get(one + "/preflight").status()).isEqualTo(404);
  }

  @Test
  void aLookThatDidNotTakePlaceTakesNothingBackOfWhatWasSeen() {
    saw(SHUT);
    told(
        asked(),
        new Outcome.Failed(new Failure("broken", "no idea", false)),
        new JobReport.Nothing());
    assertThat(status()).isEqualTo("preflight");
    assertThat(staff.get(one).body().path("reason").asText())
        .contains("Open TCP to logs:8433.")
        .contains("could not look around");
  }

  @Test
  void whoeverAsksWhileARunnerLooksIsToldOfThatLook() {
    Leased leased = asked();
    Answer again = staff.post(one + "/preflight", "");
    assertThat(again.body().path("job").asText()).isEqualTo(leased.job().toString());
    assertThat(jobs.leaseFor(runner, 1, Set.of("preflight"))).isEmpty();
    told(leased, new Outcome.Done(), new JobReport.Preflighted(List.of(SHUT)));
    Leased next = asked();
    assertThat(next.job()).isNotEqualTo(leased.job());
    assertThat(staff.get(one + "/preflight").body().path("underWay").asText())
        .isEqualTo(next.job().toString());
  }

  private Answer overrule(String check, String reason, String confirm) {
    return staff.post(
        one + "/preflight/overrulings",
        "{\"check\":\"%s\",\"reason\":\"%s\",\"confirm\":\"%s\"}"
            .formatted(check, reason, confirm));
  }

  @Test
  void whatFailsCanBeAnsweredForAndIsThenRemembered() {
    saw(WELL, SHUT);
    assertThat(staff.get(one + "/preflight").body().path("holding").path(0).asText())
        .isEqualTo("logs.tcp");
    Answer gone = overrule("logs.tcp", "the firewall\\u001b[2J is opened on Monday", "prod");
    assertThat(gone.status()).as(gone.raw().body()).isEqualTo(200);
    assertThat(gone.body().path("holding")).isEmpty();
    assertThat(status()).isEqualTo("active");
    assertThat(staff.get(one).body().path("reason").asText())
        .contains("logs.tcp is overruled by ")
        .contains("the firewall [2J is opened on Monday");
    // it counts for the next look, too, and no longer than it fails
    saw(WELL, SHUT);
    assertThat(status()).isEqualTo("active");
    saw(WELL, Seen.ok("logs.tcp", "connected"));
    saw(WELL, SHUT);
    assertThat(status()).isEqualTo("preflight");
  }

  @Test
  void nobodyAnswersForWhatIsNotInTheWay() {
    assertThat(overrule("logs.tcp", "why not", "prod").status()).isEqualTo(404);
    saw(WELL, SHUT);
    assertThat(overrule("link.tcp", "why not", "prod").raw().body())
        .contains("\"check\"")
        .contains("that is logs.tcp");
    assertThat(overrule("logs.tcp", " ", "prod").body().path("field").asText()).isEqualTo("reason");
    assertThat(overrule("logs.tcp", "why not", "other").body().path("field").asText())
        .isEqualTo("confirm");
    assertThat(status()).isEqualTo("preflight");
  }

  @Test
  void aSilenceInBetweenLetsNothingThrough() {
    saw(SHUT);
    assertThat(moved(InstallEvent.SILENT)).isTrue();
    installs.heard(runner.org(), runner.install());
    assertThat(status()).isEqualTo("active");
    assertThat(held()).hasValueSatisfying(why -> assertThat(why).contains("Open TCP to logs"));
  }

  private boolean moved(InstallEvent event) {
    return transactions.inOrg(
        runner.org(), tx -> installs.move(tx, runner.org(), runner.install(), event, ""));
  }

  private Optional<String> held() {
    return transactions.inOrg(
        runner.org(),
        tx -> preflights.hold(tx, installs.find(tx, runner.org(), runner.install()).orElseThrow()));
  }

  private boolean enrolls() {
    return transactions.inOrg(
        runner.org(),
        tx -> {
          var record =
              new RunnerRecord(
                  runner.org(),
                  runner.holder(),
                  runner.install(),
                  Identity.Role.RUNNER,
                  "1.0.0",
                  tx.now(),
                  tx.now().plusSeconds(60),
                  0,
                  0,
                  Optional.empty());
          runners.insert(tx, record, "sha256:" + runner.holder(), Bytes.of(new byte[] {1}));
          first.enrolled(tx, record);
          return true;
        });
  }

  @Test
  void aRunnerThatEnrollsLooksFirstAndWhatAnotherSawIsForgotten() {
    saw(SHUT);
    assertThat(enrolls()).isTrue();
    assertThat(staff.get(one + "/preflight").status()).isEqualTo(404);
    assertThat(status()).isEqualTo("preflight");
    assertThat(held()).hasValueSatisfying(why -> assertThat(why).contains("looks around"));
    Leased leased = jobs.leaseFor(runner, 1, Set.of("preflight")).getFirst();
    told(leased, new Outcome.Done(), new JobReport.Preflighted(List.of(WELL)));
    assertThat(status()).isEqualTo("active");
    assertThat(held()).isEmpty();
  }

  @Test
  void aRunnerThatIsTooOldToLookHoldsNobody() {
    assertThat(enrolls()).isTrue();
    assertThat(status()).isEqualTo("preflight");
    sessions.open(runner, new Sessions.Opening("here", "p", "0.0.1", Set.of("plan", "apply")));
    assertThat(status()).isEqualTo("active");
    assertThat(staff.get(one).body().path("reason").asText())
        .contains("version 0.0.1 of the runner does not do that; update it");
    assertThat(held()).isEmpty();
  }
}

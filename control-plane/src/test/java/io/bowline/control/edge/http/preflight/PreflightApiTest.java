package io.bowline.control.edge.http.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Leased;
import io.bowline.control.org.TestOwner;
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
    assertThat(staff.get(one).body().path("reason").asText()).contains("could not look around");
    assertThat(staff.get(one + "/preflight").status()).isEqualTo(404);
  }
}

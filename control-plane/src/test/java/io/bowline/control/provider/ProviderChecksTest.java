package io.bowline.control.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cloud.Configuration;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.hosted.AnsweringRunner;
import io.bowline.control.install.Installs;
import io.bowline.control.install.store.PgInstallStore;
import io.bowline.control.job.JobHints;
import io.bowline.control.job.JobRecord;
import io.bowline.control.job.Jobs;
import io.bowline.control.job.Origin;
import io.bowline.control.job.TestJobs;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.event.Hints;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.provider.store.PgFleetProviderStore;
import io.bowline.control.provider.store.PgProviderCheckStore;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.TestKeys;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import io.bowline.proto.codec.JobCodec;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Checks of providers on a real database, with a cloud that says what the test wants.
class ProviderChecksTest {
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final Findings GOOD =
      new Findings(List.of(Check.ok("sign-in", "Yes.")), List.of(Check.ok("all", "Yes.")));

  private final Transactions transactions = TestDatabase.transactions();
  private final Ids ids = new Ids(InstantSource.system(), new SecureRandom());
  private final OrgId org = new OrgId(ids.get());
  private final Audit audit = new Audit(new AuditChainStore());
  private final FleetProviders providers =
      new FleetProviders(
          transactions,
          ids,
          new PgFleetProviderStore(),
          new Vault(TestKeys.master(), new DataKeyStore(), new SecureRandom()),
          audit,
          List.of());
  private final BlockingQueue<JobSpec.CheckProvider> asked = new LinkedBlockingQueue<>();
  private final Hints hints = new Hints();
  private final Installs installs = new Installs(transactions, ids, new PgInstallStore(), audit);
  private final PgProviderCheckStore store = new PgProviderCheckStore();
  private final ProviderAnswers answers = new ProviderAnswers(providers, store, audit);
  private final Jobs jobs = TestJobs.of(transactions, new NoHints(), List.of(answers), audit);
  private final AnsweringRunner runner =
      new AnsweringRunner(transactions, org, installs, jobs, audit, hints);
  private final ProviderChecks checks =
      new ProviderChecks(
          transactions, providers, store, runner.hosted, jobs, hints, () -> Duration.ofSeconds(60));
  private volatile Supplier<Findings> cloud = () -> GOOD;

  private void connect() {
    runner.connect(spec -> {
      asked.add((JobSpec.CheckProvider) spec);
      return new JobReport.ProviderChecked(cloud.get());
    });
  }

  @AfterEach
  void close() {
    runner.close();
  }

  private record NoHints() implements JobHints {
    @Override
    public void work(Tx tx, OrgId to, InstallId at) {}

    @Override
    public void over(Tx tx, JobRecord job) {}

    @Override
    public void changed(Tx tx, JobRecord job, String kind, String word) {}
  }

  private Checking check() {
    return checks.check(org, "x", new Origin("test", ""));
  }

  private static Map<String, JsonNode> secret(char letter) {
    return Map.of(
        "aws_access_key", JsonNodeFactory.instance.textNode(KEY),
        "aws_access_secret", JsonNodeFactory.instance.textNode(String.valueOf(letter).repeat(40)));
  }

  private void make(String identifier) {
    var wish = new NewProvider(identifier, Cloud.AWS, secret('a'));
    Admission made = transactions.inOrg(org, tx -> providers.create(tx, org, wish, "test"));
    assertThat(made).isInstanceOf(Admission.Admitted.class);
  }

  private Gate gate() {
    return gate("x");
  }

  private Gate gate(String identifier) {
    return transactions.inOrg(org, tx -> checks.gate(tx, org, identifier));
  }

  @Test
  @Tag("P19.gate-before-valid")
  void theGateIsClosedUntilEverythingWasFoundRight() {
    connect();
    make("x");
    assertThat(gate()).isInstanceOf(Gate.Closed.class);
    for (Result result : List.of(Result.FAILED, Result.INCONCLUSIVE, Result.SKIPPED)) {
      cloud =
          () ->
              new Findings(
                  GOOD.credentials(), List.of(new Check("all", result, "No.", List.of("a:B"))));
      assertThat(check()).isInstanceOf(Checking.Checked.class);
      assertThat(gate()).as(result.text()).isInstanceOf(Gate.Closed.class);
    }
    cloud = () -> GOOD;
    assertThat(check()).isInstanceOf(Checking.Checked.class);
    assertThat(gate()).isInstanceOf(Gate.Open.class);
    assertThat(gate("nobody")).isInstanceOf(Gate.Absent.class);
  }

  @Test
  @Tag("P19.gate-after-rotation")
  void anotherSecretClosesTheGateUntilItWasChecked() {
    connect();
    make("x");
    check();
    assertThat(gate()).isInstanceOf(Gate.Open.class);
    providers.change(org, "x", secret('b'), "test");
    assertThat(gate())
        .isInstanceOfSatisfying(
            Gate.Closed.class, closed -> assertThat(closed.reason()).contains("since its"));
    assertThat(checks.find(providers.find(org, "x").orElseThrow())).isEmpty();
    check();
    assertThat(gate()).isInstanceOf(Gate.Open.class);
  }

  @Test
  void whatIsFoundOfCredentialsThatChangedMeanwhileDoesNotCount() {
    connect();
    make("x");
    cloud =
        () -> {
          providers.change(org, "x", secret('b'), "test");
          return GOOD;
        };
    assertThat(check()).isInstanceOf(Checking.Overtaken.class);
    assertThat(gate()).isInstanceOf(Gate.Closed.class);
    cloud =
        () -> {
          providers.delete(org, "x", "test");
          return GOOD;
        };
    assertThat(check()).isInstanceOf(Checking.Absent.class);
  }

  @Test
  void whatWasFoundIsKeptWholeAndAuditedWithoutSecrets() {
    connect();
    make("x");
    var found =
        new Findings(
            GOOD.credentials(),
            List.of(new Check("network", Result.FAILED, "Missing.", List.of("ec2:CreateVpc"))));
    cloud = () -> found;
    check();
    ProviderCheck kept = checks.find(providers.find(org, "x").orElseThrow()).orElseThrow();
    assertThat(kept.findings()).isEqualTo(found);
    assertThat(kept.by()).isEqualTo("test");
    assertThat(kept.endedAt()).isAfterOrEqualTo(kept.startedAt());
    assertThat(transactions.inOrg(org, tx -> audit.before(tx, org, Long.MAX_VALUE, 10)).getFirst())
        .satisfies(link -> {
          assertThat(link.entry().action()).isEqualTo("fleet-provider.validate");
          assertThat(link.entry().detail()).contains("failed").doesNotContain("aaaa");
        });
  }

  @Test
  void whereNoHostedRunnerIsConnectedTheCheckWaitsAndOneQuestionIsEnough() {
    make("x");
    Checking first = check();
    assertThat(first).isInstanceOf(Checking.Pending.class);
    assertThat(check()).isEqualTo(first);
    FleetProvider provider = providers.find(org, "x").orElseThrow();
    assertThat(checks.asking(provider))
        .contains(((Checking.Pending) first).job())
        .hasValueSatisfying(job ->
            assertThat(runner.hosted.jobs(org, Optional.empty(), 10))
                .extracting(JobRecord::id)
                .containsExactly(job));
    assertThat(gate()).isInstanceOf(Gate.Closed.class);
    connect();
    assertThat(check()).isInstanceOf(Checking.Checked.class);
    assertThat(gate()).isInstanceOf(Gate.Open.class);
  }

  @Test
  void aJobThatIsStoppedSaysNothingOfTheProvider() {
    make("x");
    JobId job = ((Checking.Pending) check()).job();
    jobs.cancel(org, job, "enough", "test");
    assertThat(checks.find(providers.find(org, "x").orElseThrow())).isEmpty();
    assertThat(((Checking.Pending) check()).job()).isNotEqualTo(job);
  }

  @Test
  @Tag("P17.no-secret-in-payload")
  void theJobNamesTheProviderAndItsSecretIsForTheRevisionThatWasMeant() {
    make("x");
    JobId id = ((Checking.Pending) check()).job();
    JobRecord job = jobs.find(org, id).orElseThrow();
    FleetProvider provider = providers.find(org, "x").orElseThrow();
    assertThat(job.spec()).isEqualTo(new JobSpec.CheckProvider(provider.id(), 1));
    assertThat(new String(JobCodec.encodeSpec(job.spec()), StandardCharsets.ISO_8859_1))
        .doesNotContain("aaaa", KEY);
    var secrets = new ProviderSecrets(providers);
    Optional<Secret> meant = transactions.inOrg(org, tx -> secrets.secretOf(tx, job));
    assertThat(meant)
        .hasValueSatisfying(secret ->
            assertThat(Configuration.read(secret.reveal()).require("aws_access_secret"))
                .isEqualTo("a".repeat(40)));
    providers.change(org, "x", secret('b'), "test");
    Optional<Secret> overtaken = transactions.inOrg(org, tx -> secrets.secretOf(tx, job));
    assertThat(overtaken).isEmpty();
  }

  @Test
  void whatIsNewOrChangedIsCheckedWithoutAnybodysAskingAndNotTwice() throws InterruptedException {
    connect();
    make("x");
    // other tests' providers are due as well: sweep until ours was asked about
    awaitAsked(1);
    providers.change(org, "x", secret('b'), "test");
    awaitAsked(2);
  }

  private void awaitAsked(long revision) throws InterruptedException {
    for (int tries = 0; tries < 60; tries++) {
      checks.sweep();
      for (JobSpec.CheckProvider next = asked.poll(1, TimeUnit.SECONDS);
          next != null;
          next = asked.poll(10, TimeUnit.MILLISECONDS)) {
        if (next.revision() == revision) {
          return;
        }
      }
    }
    throw new AssertionError("nobody asked the cloud about revision " + revision);
  }
}

package io.bowline.control.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.probe.Driver;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.provider.store.PgFleetProviderStore;
import io.bowline.control.provider.store.PgProviderCheckStore;
import io.bowline.control.secret.TestKeys;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.model.id.OrgId;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
  private final BlockingQueue<Configuration> asked = new LinkedBlockingQueue<>();
  private volatile Driver cloud = _ -> GOOD;
  private final ProviderChecks checks =
      checks(new Drivers(Map.of(Cloud.AWS, this::ask), "Nobody asks this cloud."));

  private Findings ask(Configuration configuration) {
    Findings findings = cloud.probe(configuration);
    asked.add(configuration);
    return findings;
  }

  private ProviderChecks checks(Drivers drivers) {
    return new ProviderChecks(transactions, providers, new PgProviderCheckStore(), drivers, audit);
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
  void theGateIsClosedUntilEverythingWasFoundRight() {
    make("x");
    assertThat(gate()).isInstanceOf(Gate.Closed.class);
    for (Result result : List.of(Result.FAILED, Result.INCONCLUSIVE, Result.SKIPPED)) {
      cloud =
          _ ->
              new Findings(
                  GOOD.credentials(), List.of(new Check("all", result, "No.", List.of("a:B"))));
      assertThat(checks.check(org, "x", "test")).isInstanceOf(Checking.Checked.class);
      assertThat(gate()).as(result.text()).isInstanceOf(Gate.Closed.class);
    }
    cloud = _ -> GOOD;
    assertThat(checks.check(org, "x", "test")).isInstanceOf(Checking.Checked.class);
    assertThat(gate()).isInstanceOf(Gate.Open.class);
    assertThat(gate("nobody")).isInstanceOf(Gate.Absent.class);
  }

  @Test
  void anotherSecretClosesTheGateUntilItWasChecked() {
    make("x");
    checks.check(org, "x", "test");
    assertThat(gate()).isInstanceOf(Gate.Open.class);
    providers.change(org, "x", secret('b'), "test");
    assertThat(gate())
        .isInstanceOfSatisfying(
            Gate.Closed.class, closed -> assertThat(closed.reason()).contains("since its"));
    assertThat(checks.find(providers.find(org, "x").orElseThrow())).isEmpty();
    checks.check(org, "x", "test");
    assertThat(gate()).isInstanceOf(Gate.Open.class);
  }

  @Test
  void whatIsFoundOfCredentialsThatChangedMeanwhileDoesNotCount() {
    make("x");
    cloud =
        _ -> {
          providers.change(org, "x", secret('b'), "test");
          return GOOD;
        };
    assertThat(checks.check(org, "x", "test")).isInstanceOf(Checking.Overtaken.class);
    assertThat(gate()).isInstanceOf(Gate.Closed.class);
    cloud =
        _ -> {
          providers.delete(org, "x", "test");
          return GOOD;
        };
    assertThat(checks.check(org, "x", "test")).isInstanceOf(Checking.Absent.class);
  }

  @Test
  void whatWasFoundIsKeptWholeAndAuditedWithoutSecrets() {
    make("x");
    var found =
        new Findings(
            GOOD.credentials(),
            List.of(new Check("network", Result.FAILED, "Missing.", List.of("ec2:CreateVpc"))));
    cloud = _ -> found;
    checks.check(org, "x", "test");
    ProviderCheck kept = checks.find(providers.find(org, "x").orElseThrow()).orElseThrow();
    assertThat(kept.findings()).isEqualTo(found);
    assertThat(kept.endedAt()).isAfterOrEqualTo(kept.startedAt());
    assertThat(transactions.inOrg(org, tx -> audit.before(tx, org, Long.MAX_VALUE, 10)).getFirst())
        .satisfies(link -> {
          assertThat(link.entry().action()).isEqualTo("fleet-provider.validate");
          assertThat(link.entry().detail()).contains("failed").doesNotContain("aaaa");
        });
  }

  @Test
  void aCloudThatNobodyAsksIsInconclusive() {
    make("x");
    ProviderChecks none = checks(new Drivers(Map.of(), "Nobody asks this cloud."));
    assertThat(none.check(org, "x", "test"))
        .isInstanceOfSatisfying(
            Checking.Checked.class,
            checked ->
                assertThat(checked.check().findings())
                    .isEqualTo(Findings.inconclusive("Nobody asks this cloud.")));
    assertThat(gate()).isInstanceOf(Gate.Closed.class);
  }

  @Test
  void whatIsNewOrChangedIsCheckedWithoutAnybodysAskingAndNotTwice() throws InterruptedException {
    make("x");
    // other tests' providers are due as well: sweep until ours was asked about
    awaitAsked('a');
    providers.change(org, "x", secret('b'), "test");
    awaitAsked('b');
  }

  private void awaitAsked(char letter) throws InterruptedException {
    for (int tries = 0; tries < 60; tries++) {
      checks.sweep();
      for (Configuration next = asked.poll(1, TimeUnit.SECONDS);
          next != null;
          next = asked.poll(10, TimeUnit.MILLISECONDS)) {
        if (next.require("aws_access_secret").indexOf(letter) == 0) {
          return;
        }
      }
    }
    throw new AssertionError("nobody asked the cloud about " + letter);
  }
}

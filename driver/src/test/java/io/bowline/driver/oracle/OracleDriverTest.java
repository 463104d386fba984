package io.bowline.driver.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.Grant;
import io.bowline.cloud.permission.Permissions;
import io.bowline.driver.DriverContract;
import io.bowline.driver.FakeCloud;
import io.bowline.driver.FakeServer.Said;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The driver of Oracle's cloud before a fake that checks signatures.
class OracleDriverTest extends DriverContract {
  private FakeOracle oracle;

  @Override
  protected FakeCloud open() {
    oracle = new FakeOracle();
    return oracle;
  }

  @Test
  void theStatementsOfTheDocumentAreEnough() {
    Findings findings = probe();
    for (Grant grant : Permissions.of(Cloud.ORACLE).grants()) {
      Check check = named(findings, grant.reason());
      assertThat(check.result()).as(check.toString()).isEqualTo(Result.OK);
    }
    assertThat(findings.result()).isEqualTo(Result.OK);
    assertThat(named(findings, "compartment").result()).isEqualTo(Result.OK);
    assertThat(named(findings, "regions").detail()).startsWith("2 regions");
    assertThat(named(findings, "limits").result()).isEqualTo(Result.OK);
  }

  @Test
  void whatCanOnlyBeSeenIsNeverTakenForWhatMayBeMade() {
    oracle.policy(FakeOracle.TENANCY, "Allow group bowline to read all-resources in tenancy");
    Findings findings = probe();
    for (Grant grant : Permissions.of(Cloud.ORACLE).grants()) {
      List<String> beyond =
          grant.actions().stream().filter(action -> !action.startsWith("inspect ")).toList();
      Check check = named(findings, grant.reason());
      assertThat(check.result()).isEqualTo(beyond.isEmpty() ? Result.OK : Result.FAILED);
      assertThat(check.actions()).isEqualTo(beyond);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tenancy | Allow group bowline to manage all-resources in tenancy | OK",
        "tenancy | ALLOW GROUP 'Default'/'Bowline' TO MANAGE all-resources IN TENANCY | OK",
        "tenancy | Allow group a, Bowline to manage all-resources in compartment Streaming:Kafka | OK",
        "tenancy | Allow any-user to manage all-resources in compartment streaming | OK",
        "parent  | Allow group bowline to manage all-resources in compartment Kafka | OK",
        "parent  | Allow group bowline to manage all-resources in compartment Streaming | OK",
        "tenancy | Allow group bowline to manage all-resources in compartment Kafka | FAILED",
        "parent  | Allow group bowline to manage all-resources in tenancy | FAILED",
        "tenancy | Allow group bowline to use all-resources in tenancy | FAILED",
        "tenancy | Allow group others to manage all-resources in tenancy | FAILED",
        "tenancy | Allow dynamic-group bowline to manage all-resources in tenancy | FAILED",
        "tenancy | Allow group bowline to manage volume-family in tenancy | FAILED",
        "tenancy | Allow group bowline to manage all-resources in tenancy where request.region = 'fra' | INCONCLUSIVE",
        "tenancy | Allow group 'Other'/'bowline' to manage all-resources in tenancy | INCONCLUSIVE",
        "tenancy | Allow group bowline to {BUCKET_CREATE} in tenancy | INCONCLUSIVE"
      })
  void aPolicyIsReadByWhomItIsForAndWhere(String at, String statement, Result result) {
    oracle.policy(at.equals("tenancy") ? FakeOracle.TENANCY : FakeOracle.PARENT, statement);
    Check check = named(probe(), "Keep the record of what was made, in a bucket of your own");
    assertThat(check.result()).as(check.toString()).isEqualTo(result);
    if (result != Result.OK) {
      assertThat(check.actions()).containsExactly("manage buckets", "manage objects");
      assertThat(check.detail()).contains("permission document");
    }
  }

  @Test
  void whatIsTakenAwayLeavesItOpenAndSoDoesAUserWithoutGroups() {
    oracle.policy(
        FakeOracle.TENANCY,
        "Allow group bowline to manage all-resources in tenancy",
        "Deny group bowline to manage objects in tenancy");
    Check check = named(probe(), "Keep the record of what was made, in a bucket of your own");
    assertThat(check.result()).isEqualTo(Result.INCONCLUSIVE);
    assertThat(check.actions()).containsExactly("manage objects");

    oracle.policy(FakeOracle.TENANCY, "Allow group others to manage all-resources in tenancy");
    oracle.leave();
    assertThat(named(probe(), "Make and remove the registry").result())
        .isEqualTo(Result.INCONCLUSIVE);
  }

  @Test
  void policiesThatMayNotBeReadLeaveItOpenAndSayWhatToDo() {
    oracle.forbid(Set.of("inspect policies"));
    Findings findings = probe();
    assertThat(named(findings, "Read what the policies allow").result()).isEqualTo(Result.FAILED);
    Check check = named(findings, "Make and remove the registry");
    assertThat(check.result()).isEqualTo(Result.INCONCLUSIVE);
    assertThat(check.detail()).contains("inspect policies, groups, users");
  }

  @Test
  void everyActionThatCanBeLookedAtIsFoundMissingByItself() {
    List<String> actions = Permissions.of(Cloud.ORACLE).actions();
    assertThat(actions)
        .filteredOn(action -> Probe.of(action).isEmpty())
        .containsExactly(
            "use vnics",
            "manage container-scan-recipes",
            "manage container-scan-targets",
            "manage vaults",
            "manage keys",
            "manage policies",
            "manage objects");
    List<String> seen = actions.stream().filter(action -> Probe.of(action).isPresent()).toList();
    oracle.forbid(Set.copyOf(seen));
    Findings findings = probe();
    for (Grant grant : Permissions.of(Cloud.ORACLE).grants()) {
      Check check = named(findings, grant.reason());
      List<String> missing = grant.actions().stream().filter(seen::contains).toList();
      if (missing.isEmpty()) {
        assertThat(check.result()).as(check.toString()).isEqualTo(Result.INCONCLUSIVE);
      } else {
        assertThat(check.result()).isEqualTo(Result.FAILED);
        assertThat(check.actions()).isEqualTo(missing);
        assertThat(check.detail()).contains("not allowed, or is not there");
      }
    }
  }

  @Test
  void aUserWithoutAnyRightIsKnownAllTheSame() {
    var all = new HashSet<>(Permissions.of(Cloud.ORACLE).actions());
    all.add(FakeOracle.SELF);
    oracle.forbid(all);
    Findings findings = probe();
    assertThat(Result.worst(findings.credentials())).isEqualTo(Result.OK);
    assertThat(Result.worst(findings.permissions())).isEqualTo(Result.FAILED);
  }

  @Test
  void aRealmThatNobodyKnowsIsNotGuessed() {
    var values = new HashMap<>(oracle.good().reveal());
    values.replaceAll((_, value) -> value.replace(".oc1.", ".oc99."));
    Findings findings = oracle.driver(AMPLE).probe(new Configuration(Cloud.ORACLE, values));
    assertThat(findings.credentials().getFirst().result()).isEqualTo(Result.INCONCLUSIVE);
    assertThat(findings.credentials().getFirst().detail()).contains("oc99");
    assertThat(oracle.asked()).isEmpty();
  }

  @Test
  void aCompartmentThatIsDeletedAndARegionThatIsNotSubscribedAreRefused() {
    oracle.state("DELETED");
    oracle.subscribed("IN_PROGRESS");
    Findings findings = probe();
    assertThat(named(findings, "compartment").result()).isEqualTo(Result.FAILED);
    assertThat(named(findings, "regions").detail()).contains("not subscribed to eu-frankfurt-1");
  }

  @Test
  void limitsThatAreTooLowAreNamed() {
    oracle.cores(7);
    assertThat(named(probe(), "limits").result()).isEqualTo(Result.FAILED);
    oracle.cores(8);
    assertThat(named(probe(), "limits").result()).isEqualTo(Result.OK);
  }

  @Test
  void aKeyThatIsDeletedMeanwhileProvesNothing() {
    oracle.revoke();
    assertThat(probe().permissions())
        .allSatisfy(check -> assertThat(check.result()).isEqualTo(Result.INCONCLUSIVE));
  }

  @Test
  void aNamespaceThatCannotBeOneBecomesNoPartOfAnAddress() {
    for (String namespace : List.of("\"../x\"", "{}", "\"\"", "\"a b\"")) {
      oracle.namespace(namespace);
      Check check = named(probe(), "Keep the record of what was made, in a bucket of your own");
      assertThat(check.result()).isEqualTo(Result.INCONCLUSIVE);
    }
    assertThat(oracle.asked()).noneMatch(heard -> heard.path().startsWith("/n/"));
  }

  @Test
  void answersWithoutWhatWasAskedForAreNeverTakenForAYes() {
    for (String body : List.of("{}", "[]", "7")) {
      oracle.answerAll(Said.json(200, body));
      Findings findings = probe();
      for (String name : List.of("compartment", "regions", "limits")) {
        assertThat(named(findings, name).result()).isEqualTo(Result.INCONCLUSIVE);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, NotAuthorizedOrNotFound, FAILED, does not say which",
    "401, NotAuthenticated, INCONCLUSIVE, no longer takes the key",
    "400, InvalidParameter, INCONCLUSIVE, tells nothing",
  })
  void whatOracleRefusesIsSaidInOurWords(int status, String code, Result result, String words) {
    oracle.answerAll(FakeOracle.error(status, code, "canary"));
    assertThat(probe().permissions())
        .filteredOn(check ->
            check.actions().isEmpty()
                || check.actions().stream().anyMatch(action -> Probe.of(action).isPresent()))
        .hasSizeGreaterThan(8)
        .allSatisfy(check -> {
          assertThat(check.result()).isEqualTo(result);
          assertThat(check.detail()).contains(words);
        });
  }
}

package io.bowline.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.permission.Permissions;
import io.bowline.driver.DriverContract;
import io.bowline.driver.FakeCloud;
import io.bowline.driver.FakeServer.Said;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The driver of Azure before a fake that takes the right form and secret only.
class AzureDriverTest extends DriverContract {
  private FakeAzure azure;

  @Override
  protected FakeCloud open() {
    azure = new FakeAzure();
    return azure;
  }

  @Test
  void everyActionOfTheDocumentIsJudgedAndNoOther() {
    azure.forbid(
        Set.copyOf(
            Permissions.of(Cloud.AZURE).actions().stream()
                .filter(action -> !action.endsWith("/read"))
                .toList()));
    List<Check> failed =
        probe().permissions().stream().filter(c -> c.result() == Result.FAILED).toList();
    assertThat(failed)
        .flatExtracting(Check::actions)
        .containsExactlyInAnyOrderElementsOf(
            Permissions.of(Cloud.AZURE).actions().stream()
                .filter(action -> !action.endsWith("/read"))
                .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "7000215, FAILED, does not belong to this application",
    "7000222, FAILED, has expired",
    "700016, FAILED, does not know this application",
    "90002, FAILED, does not know this tenant",
    "7000112, FAILED, is disabled",
    "53003, FAILED, conditional access",
    "90033, INCONCLUSIVE, slow down",
    "999999, INCONCLUSIVE, tells nothing",
  })
  void whatAzureSaysToASecretIsSaidInOurWords(int code, Result result, String words) {
    azure.refuseTokens(code);
    Check check = probe().credentials().getFirst();
    assertThat(check.result()).isEqualTo(result);
    assertThat(check.detail()).contains(words).doesNotContain("AADSTS");
  }

  @Test
  void aSubscriptionThatIsNotEnabledIsRefused() {
    for (String state : List.of("Disabled", "PastDue")) {
      azure.state(state);
      assertThat(named(probe(), "subscription").result()).isEqualTo(Result.FAILED);
    }
    azure.state("Whatever");
    assertThat(named(probe(), "subscription").result()).isEqualTo(Result.INCONCLUSIVE);
  }

  @Test
  void aResourceProviderThatIsNotRegisteredIsNamedWithItsCommand() {
    azure.unregister(Set.of("Microsoft.ContainerService"));
    Check check = named(probe(), "resource provider Microsoft.ContainerService");
    assertThat(check.result()).isEqualTo(Result.FAILED);
    assertThat(check.detail())
        .endsWith("az provider register --namespace Microsoft.ContainerService.");
    assertThat(probe().permissions())
        .filteredOn(other -> other.name().startsWith("resource provider"))
        .hasSize(Permissions.of(Cloud.AZURE).services().size());
  }

  @Test
  void oneRegionWithRoomIsEnoughAndNoneIsSaid() {
    Findings findings = probe();
    assertThat(named(findings, "regions").detail()).startsWith("2 regions");
    assertThat(named(findings, "quotas of regions").detail()).startsWith("1 of 2 regions");
    azure.full();
    Check full = named(probe(), "quotas of regions");
    assertThat(full.result()).isEqualTo(Result.FAILED);
    assertThat(full.actions()).containsExactly("cores");
  }

  @Test
  void whatIsAllowedUnderAConditionOnlyIsNeitherHeldNorMissing() {
    azure.onlyIf("@Resource[Microsoft.Storage/x] StringEquals 'y'");
    Findings findings = probe();
    assertThat(findings.permissions())
        .filteredOn(check -> check.detail().contains("under a condition"))
        .hasSize(Permissions.of(Cloud.AZURE).grants().size())
        .extracting(Check::result)
        .containsOnly(Result.INCONCLUSIVE);
  }

  @Test
  void aListThatGoesOnElsewhereIsNotFollowed() {
    try (var elsewhere = new FakeAzure()) {
      for (String link :
          List.of(
              elsewhere.here("/subscriptions"),
              azure.here("/x").replace("http:", "https:"),
              azure.here("/x").replace("127.0.0.1", "azure@127.0.0.1"),
              "/subscriptions/x",
              "no link at all")) {
        azure.goOnAt(link);
        Findings findings = probe();
        assertThat(named(findings, "permissions").result()).as(link).isEqualTo(Result.INCONCLUSIVE);
        assertThat(findings.result()).isEqualTo(Result.INCONCLUSIVE);
      }
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  @Test
  void aListWithoutAnEndIsGivenUp() {
    azure.goOnAt(
        azure.here(
            "/subscriptions/"
                + FakeAzure.SUBSCRIPTION
                + "/providers/Microsoft.Authorization/permissions?again"));
    assertThat(named(probe(), "permissions").result()).isEqualTo(Result.INCONCLUSIVE);
    assertThat(azure.asked()).hasSizeLessThan(40);
  }

  @Test
  void answersWithoutWhatWasAskedForAreNeverTakenForAYes() {
    for (String body : List.of("{}", "{\"value\":7,\"state\":[],\"registrationState\":null}")) {
      azure.answerAll(Said.json(200, body));
      assertThat(probe().permissions()).extracting(Check::result).doesNotContain(Result.OK);
    }
    azure.answerAll(Said.json(200, "{\"value\":[]}"));
    assertThat(probe().permissions()).extracting(Check::result).doesNotContain(Result.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "404, SubscriptionNotFound, FAILED, no such subscription",
    "401, InvalidAuthenticationTokenTenant, FAILED, another tenant",
    "401, ExpiredAuthenticationToken, INCONCLUSIVE, no longer takes the token",
    "409, MissingSubscriptionRegistration, FAILED, not registered",
    "400, Unheard, INCONCLUSIVE, tells nothing",
  })
  void whatAzureRefusesIsSaidInOurWords(int status, String code, Result result, String words) {
    azure.answerAll(FakeAzure.error(status, code));
    assertThat(probe().permissions())
        .filteredOn(check -> !check.detail().endsWith("could not be listed."))
        .allSatisfy(check -> {
          assertThat(check.result()).isEqualTo(result);
          assertThat(check.detail()).contains(words);
        });
  }
}

package io.bowline.driver.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.permission.Permissions;
import io.bowline.driver.DriverContract;
import io.bowline.driver.FakeCloud;
import io.bowline.driver.FakeServer.Heard;
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

/// The driver of Google Cloud before a fake that checks what is signed.
class GcpDriverTest extends DriverContract {
  private FakeGcp google;

  @Override
  protected FakeCloud open() {
    google = new FakeGcp();
    return google;
  }

  @Test
  void everyPermissionOfTheDocumentIsAskedAboutAndNoOther() {
    Findings findings = probe();
    List<String> asked =
        google.asked().stream()
            .filter(heard -> heard.path().endsWith(":testIamPermissions"))
            .flatMap(heard -> FakeGcp.json(heard.text()).path("permissions").valueStream())
            .map(JsonNode::asText)
            .toList();
    assertThat(asked).containsExactlyInAnyOrderElementsOf(Permissions.of(Cloud.GCP).actions());
    assertThat(findings.credentials())
        .extracting(Check::detail)
        .containsExactly(
            "Service account bowline@acme-streaming.iam.gserviceaccount.com of project"
                + " acme-streaming.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "invalid_grant | Invalid JWT Signature. | FAILED | does not take this key",
        "invalid_grant | Invalid grant: account not found | FAILED | was deleted",
        "invalid_grant | The service account is disabled. | FAILED | is disabled",
        "disabled_client | The OAuth client was disabled. | FAILED | is disabled",
        "unauthorized_client | Client is unauthorized | FAILED | no access to its interfaces",
        "something_new | canary | INCONCLUSIVE | tells nothing",
      })
  void whatGoogleSaysToAKeyIsSaidInOurWords(
      String error, String description, Result result, String words) {
    google.refuseTokens(FakeGcp.tokenError(error, description).body());
    Check check = probe().credentials().getFirst();
    assertThat(check.result()).isEqualTo(result);
    assertThat(check.detail()).contains(words).doesNotContain(description);
  }

  @Test
  void aTokenThatCannotBeOneIsNotSentAnywhere() {
    for (String body : List.of("{}", "{\"access_token\":\"a\\r\\nX: y\",\"expires_in\":1}", "[]")) {
      try (var strange = new FakeGcp()) {
        strange.refuseTokens(body);
        Findings findings = strange.driver(AMPLE).probe(strange.good());
        assertThat(Result.worst(findings.credentials())).isEqualTo(Result.INCONCLUSIVE);
        assertThat(strange.asked()).extracting(Heard::path).containsOnly("/token");
      }
    }
  }

  @Test
  void aServiceThatIsOffIsNamedWithTheCommandThatTurnsItOn() {
    google.off(Set.of("container.googleapis.com", "compute.googleapis.com"));
    Findings findings = probe();
    assertThat(named(findings, "services"))
        .satisfies(check -> {
          assertThat(check.result()).isEqualTo(Result.FAILED);
          assertThat(check.actions())
              .containsExactly("compute.googleapis.com", "container.googleapis.com");
          assertThat(check.detail())
              .endsWith("gcloud services enable compute.googleapis.com container.googleapis.com.");
        });
    assertThat(named(findings, "regions").detail())
        .endsWith("gcloud services enable compute.googleapis.com.");
  }

  @Test
  void withoutTheServiceThatJudgesPermissionsNoneCountsForHeld() {
    google.off(Set.of("cloudresourcemanager.googleapis.com"));
    Findings findings = probe();
    for (var grant : Permissions.of(Cloud.GCP).grants()) {
      assertThat(named(findings, grant.reason()).actions())
          .containsExactly("cloudresourcemanager.googleapis.com");
      assertThat(named(findings, grant.reason()).result()).isEqualTo(Result.FAILED);
    }
  }

  @Test
  void aProjectThatIsAboutToBeDeletedIsRefused() {
    google.state("DELETE_REQUESTED");
    assertThat(named(probe(), "project").result()).isEqualTo(Result.FAILED);
  }

  @Test
  void quotasThatLeaveNoRoomAreNamed() {
    assertThat(named(probe(), "quotas of regions").detail()).startsWith("1 of 2 regions have room");
    google.full();
    Findings findings = probe();
    assertThat(named(findings, "quotas of regions").result()).isEqualTo(Result.FAILED);
    assertThat(named(findings, "quotas").actions()).containsExactly("NETWORKS");
    assertThat(findings.result()).isEqualTo(Result.FAILED);
  }

  @Test
  void aKeyThatIsDeletedMeanwhileProvesNothing() {
    google.revoke();
    Findings findings = probe();
    assertThat(findings.permissions()).extracting(Check::result).containsOnly(Result.INCONCLUSIVE);
    assertThat(findings.permissions())
        .allSatisfy(check -> assertThat(check.detail()).contains("no longer takes the token"));
  }

  @Test
  void answersWithoutWhatWasAskedForAreNeverTakenForAYes() {
    for (String body :
        List.of("{}", "{\"permissions\":\"all\",\"services\":7,\"quotas\":null,\"items\":{}}")) {
      google.answerAll(Said.json(200, body));
      assertThat(probe().permissions()).extracting(Check::result).doesNotContain(Result.OK);
    }
    google.answerAll(
        Said.json(200, "{\"items\":[{\"status\":\"UP\"}],\"quotas\":[{}],\"services\":[{}]}"));
    assertThat(named(probe(), "quotas of regions").result()).isEqualTo(Result.FAILED);
  }

  @ParameterizedTest
  @CsvSource({
    "403, PERMISSION_DENIED, BILLING_DISABLED, FAILED, Billing is off",
    "403, PERMISSION_DENIED, rateLimitExceeded, INCONCLUSIVE, slow down",
    "404, NOT_FOUND, notFound, FAILED, no such project",
    "400, INVALID_ARGUMENT, badRequest, INCONCLUSIVE, tells nothing",
  })
  void whatGoogleRefusesIsSaidInOurWords(
      int status, String code, String reason, Result result, String words) {
    google.answerAll(FakeGcp.error(status, code, reason, "canary"));
    assertThat(probe().permissions())
        .allSatisfy(check -> {
          assertThat(check.result()).isEqualTo(result);
          assertThat(check.detail()).contains(words).doesNotContain("canary");
        });
  }
}

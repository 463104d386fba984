package io.bowline.driver.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.cloud.grant.LentRoleGrant;
import io.bowline.cloud.permission.InstallerRole;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.aws.EmulatedAccount;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// A role that is lent, taken from an account that was not written here; its trust is judged as IAM
/// judges, by the evaluator before that account.
@Tag("real")
@RequiresPart("moto_server")
class LentRoleTest {
  private static final String REGION = "eu-central-1";
  private static final String VENDOR = "arn:aws:iam::999999999999:role/bowline-hosted-runner";
  private static final String ROLE = "arn:aws:iam::123456789012:role/bowline-installer-prod";
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static EmulatedAccount account;
  private static AwsPlace place;

  @BeforeAll
  static void aRoleIsLent() throws IOException {
    account = EmulatedAccount.open(() -> NOW);
    place = new AwsPlace(Optional.of(account.address()), Duration.ofSeconds(30));
    role("prod", NOW.plus(Duration.ofDays(1)));
    role("late", NOW.minusSeconds(1));
  }

  private static void role(String name, Instant until) throws IOException {
    var role = new InstallerRole(name, "123456789012", "external-74a6", until, "bowline-state-1");
    account.administer(
        Map.of(
            "Action",
            "CreateRole",
            "RoleName",
            "bowline-installer-" + name,
            "AssumeRolePolicyDocument",
            role.trust(VENDOR).toString()));
  }

  @AfterAll
  static void close() {
    account.close();
  }

  private static AwsCredentialsProvider as(String arn) throws IOException {
    EmulatedAccount.AccessKey key = account.stranger(arn);
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret()));
  }

  @Test
  void whoIsNamedAndKnowsTheExternalIdGetsKeysThatEnd() throws Exception {
    var taken =
        new LentRole(place, as(VENDOR))
            .taken(new LentRoleGrant(ROLE, "external-74a6"), REGION, "74a6");
    assertThat(taken.keys())
        .containsExactlyInAnyOrder("aws_access_key", "aws_access_secret", LentRole.TOKEN);
    try (var home = new AwsHome(place, taken, REGION)) {
      assertThat(home.owner()).isEqualTo(new AwsHome.Owner("aws", "123456789012", ROLE));
    }
  }

  @Test
  @Tag("C26.wrong-external-id")
  void anotherExternalIdAnotherRunnerAndARoleThatIsOverAreRefusedInOneSentence() throws Exception {
    var ours = new LentRole(place, as(VENDOR));
    refused(ours, ROLE, "external-74a7");
    refused(ours, ROLE.replace("prod", "late"), "external-74a6");
    refused(ours, ROLE.replace("prod", "gone"), "external-74a6");
    refused(new LentRole(place, as(VENDOR.replace("hosted", "other"))), ROLE, "external-74a6");
  }

  private static void refused(LentRole by, String role, String external) {
    assertThatThrownBy(() -> by.taken(new LentRoleGrant(role, external), REGION, "74a6"))
        .isInstanceOfSatisfying(
            CloudRefusal.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo("role-refused");
              assertThat(refusal.retryable()).isFalse();
              assertThat(refusal)
                  .hasMessageContaining(role)
                  .hasMessageContaining("install policy --document trust --vendor");
            });
  }
}

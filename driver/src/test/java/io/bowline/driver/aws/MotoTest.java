package io.bowline.driver.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.PermissionDocument;
import io.bowline.cloud.permission.Permissions;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.Moto;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/// The driver of AWS before an AWS that was not written here. Moto checks signatures and enforces
/// policies by action, and it cannot simulate policies: there the driver must not say that all is
/// well.
@Tag("real")
@RequiresPart("moto_server")
class MotoTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  // the boundary; user, policy, attachment and key, twice; from then on every call is judged
  private static final String UNJUDGED = "9";

  private static Moto moto;
  private static AwsPlace place;
  private static AccessKey allowed;
  private static AccessKey powerless;

  @BeforeAll
  static void start() throws IOException {
    moto = Moto.start(Map.of("INITIAL_NO_AUTH_ACTION_COUNT", UNJUDGED));
    place = new AwsPlace(Optional.of(moto.address()), LIMIT);
    var anybody = configuration("AKIAIOSFODNN7EXAMPLE", "any");
    try (Clients clients = new Clients(place, anybody)) {
      String boundary = PermissionDocument.boundary(Cloud.AWS).orElseThrow().toString();
      clients
          .iam()
          .createPolicy(made -> made.policyName(Permissions.BOUNDARY).policyDocument(boundary));
      allowed = user(clients.iam(), "bowline", PermissionDocument.of(Cloud.AWS).toString());
      powerless =
          user(
              clients.iam(),
              "powerless",
              "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:ListAllMyBuckets\",\"Resource\":\"*\"}]}");
    }
  }

  private static AccessKey user(IamClient iam, String name, String policy) {
    iam.createUser(user -> user.userName(name));
    String arn =
        iam.createPolicy(made -> made.policyName(name).policyDocument(policy)).policy().arn();
    iam.attachUserPolicy(attached -> attached.userName(name).policyArn(arn));
    return iam.createAccessKey(key -> key.userName(name)).accessKey();
  }

  @AfterAll
  static void stop() {
    moto.close();
  }

  private static Configuration configuration(String key, String secret) {
    return new Configuration(Cloud.AWS, Map.of("aws_access_key", key, "aws_access_secret", secret));
  }

  private static Findings probe(String key, String secret) {
    return new AwsDriver(place).probe(configuration(key, secret));
  }

  @Test
  void aUserWithTheDocumentIsKnownAndMayDoWhatEc2CanBeAskedAbout() {
    Findings findings = probe(allowed.accessKeyId(), allowed.secretAccessKey());
    assertThat(findings.credentials())
        .singleElement()
        .satisfies(check -> {
          assertThat(check.result()).as(check.detail()).isEqualTo(Result.OK);
          assertThat(check.detail()).isEqualTo("User bowline of account 123456789012.");
        });
    assertThat(findings.permissions())
        .noneMatch(check -> check.result() == Result.FAILED)
        .filteredOn(check -> check.name().equals("regions"))
        .extracting(Check::result)
        .containsExactly(Result.OK);
    // it makes the network that it is asked to judge only; the others it judges
    assertThat(findings.permissions())
        .filteredOn(check -> check.name().equals("dry runs"))
        .singleElement()
        .satisfies(check -> assertThat(check.actions()).containsExactly("ec2:CreateVpc"));
    assertThat(findings.result()).isEqualTo(Result.INCONCLUSIVE);
  }

  @Test
  void aUserWithoutRightsIsToldWhatIsMissing() {
    Findings findings = probe(powerless.accessKeyId(), powerless.secretAccessKey());
    assertThat(Result.worst(findings.credentials())).isEqualTo(Result.OK);
    assertThat(Result.worst(findings.permissions())).isEqualTo(Result.FAILED);
    assertThat(findings.permissions())
        .flatExtracting(Check::actions)
        .contains("ec2:DescribeRegions", "ec2:CreateVpc", "ec2:AllocateAddress");
  }

  /// It refuses both, in another form than AWS: what the refusal is cannot be read from it, and so
  /// is not guessed.
  @Test
  void aWrongSecretAndAKeyThatNobodyKnowsAreNeverTakenForGoodOnes() {
    for (Findings findings :
        List.of(
            probe(allowed.accessKeyId(), powerless.secretAccessKey()),
            probe("AKIANOBODYNOBODYNOBO", allowed.secretAccessKey()))) {
      assertThat(Result.worst(findings.credentials())).isGreaterThan(Result.SKIPPED);
      assertThat(findings.permissions()).extracting(Check::result).containsOnly(Result.SKIPPED);
    }
  }
}

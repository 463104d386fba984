package io.bowline.driver.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.Configuration;
import io.bowline.model.place.Cloud;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.Moto;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/// What a region leaves for one more fleet.
class QuotasTest {
  private static final Configuration ANYBODY =
      new Configuration(
          Cloud.AWS,
          Map.of("aws_access_key", "AKIAIOSFODNN7EXAMPLE", "aws_access_secret", "a".repeat(40)));

  private static AwsHome home(URI at, Duration limit) {
    return new AwsHome(new AwsPlace(Optional.of(at), limit), ANYBODY, "eu-central-1");
  }

  private static Check of(List<Check> checks, String name) {
    return checks.stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void aQuotaThatIsTakenUpIsAFailureThatSaysWhatToDo() {
    assertThat(Quotas.judged("vpcs", 5, 4, 1).result()).isEqualTo(Result.OK);
    Check full = Quotas.judged("vpcs", 5, 5, 1);
    assertThat(full.result()).isEqualTo(Result.FAILED);
    assertThat(full.detail()).contains("quota is 5").contains("Service Quotas");
  }

  @Test
  @Tag("real")
  @RequiresPart("moto_server")
  void networksAreCountedAgainstTheQuotaOfTheRegion() throws Exception {
    try (Moto moto = Moto.start(Map.of());
        AwsHome home = home(moto.address(), Duration.ofSeconds(60));
        Ec2Client ec2 =
            Ec2Client.builder()
                .endpointOverride(moto.address())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build()) {
      assertThat(of(home.quotas(), "vpcs").result()).isEqualTo(Result.OK);
      for (int i = 0; i < 4; i++) {
        String range = "10.%d.0.0/16".formatted(i);
        ec2.createVpc(vpc -> vpc.cidrBlock(range));
      }
      Check vpcs = of(home.quotas(), "vpcs");
      assertThat(vpcs.result()).as(vpcs.detail()).isEqualTo(Result.FAILED);
      assertThat(vpcs.detail()).contains("quota is 5, 5 are taken");
      // it knows nothing of these, and so nothing is said of them
      assertThat(of(home.quotas(), "eks-clusters").result()).isEqualTo(Result.INCONCLUSIVE);
    }
  }

  @Test
  void aCloudThatSaysNothingIsNeverTakenForRoom() throws Exception {
    try (ServerSocket silent = new ServerSocket(0);
        AwsHome home =
            home(URI.create("http://127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(100))) {
      assertThat(home.quotas())
          .hasSize(6)
          .extracting(Check::result)
          .containsOnly(Result.INCONCLUSIVE);
    }
  }
}

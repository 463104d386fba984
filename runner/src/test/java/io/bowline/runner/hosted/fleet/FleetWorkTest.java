package io.bowline.runner.hosted.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.permission.Permissions;
import io.bowline.driver.aws.AwsHome;
import io.bowline.driver.aws.StateBucket;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.Outcome;
import io.bowline.model.place.Cloud;
import io.bowline.runner.work.JobEnd;
import io.bowline.testkit.RequiresPart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A fleet in AWS, made and taken down by real Terraform with the real provider.
@Tag("real")
@RequiresPart({"terraform", "moto_server"})
@Timeout(600)
class FleetWorkTest {
  @TempDir Path state;

  @Test
  void aFleetIsMadeOnceItsRecordIsInTheAccountAndItGoesAwayWithIt() throws Exception {
    try (FleetAccount there = FleetAccount.open(state);
        AwsHome home = new AwsHome(there.place(), there.provider(), FleetAccount.REGION)) {
      StateBucket bucket = home.bucket(FleetAccount.BUCKET, home.owner());
      JobEnd made = there.does(FleetErrand.PROVISION);
      assertThat(made.outcome()).as("%s %s", made, there.said).isEqualTo(new Outcome.Done());
      assertThat(made.report())
          .isInstanceOfSatisfying(
              JobReport.FleetProvisioned.class,
              report ->
                  assertThat(report.outputs())
                      .containsEntry("account_id", "123456789012")
                      .containsEntry("region", FleetAccount.REGION)
                      .containsEntry("cluster_name", "bowline-big-lake")
                      .containsKeys("vpc_id", "subnet_ids", "cluster_endpoint", "registry"));
      assertThat(there.said)
          .contains("state-bucket SUCCEEDED made")
          .contains("quotas RUNNING vpcs: ok. 1 of 5 are taken, and a fleet takes 1.")
          .anyMatch(line -> line.equals("apply RUNNING aws_eks_cluster.this is done"));
      assertThat(new String(bucket.read(StateBucket.STATE).orElseThrow(), StandardCharsets.UTF_8))
          .contains("aws_eks_cluster")
          .doesNotContain(there.key.secret());
      nothingIsLeaked(there, made);

      there.said.clear();
      JobEnd again = there.does(FleetErrand.PROVISION);
      assertThat(again.outcome()).as("%s %s", again, there.said).isEqualTo(new Outcome.Done());
      assertThat(again.report()).isEqualTo(made.report());
      assertThat(there.said).contains("state-bucket SUCCEEDED is there");

      JobEnd gone = there.does(FleetErrand.DESTROY);
      assertThat(gone.outcome()).as("%s %s", gone, there.said).isEqualTo(new Outcome.Done());
      assertThat(gone.report())
          .isInstanceOfSatisfying(
              JobReport.Uninstalled.class, left -> assertThat(left.leftBehind()).hasSize(2));
      assertThat(bucket.exists()).isFalse();
      assertThat(there.account.additions()).isZero();
      nothingIsLeaked(there, gone);

      assertThat(there.account.calls().stream().filter(a -> !known(a)))
          .as("calls that the downloadable list of permissions does not allow")
          .isEmpty();

      JobEnd twice = there.does(FleetErrand.DESTROY);
      assertThat(twice.outcome()).isEqualTo(new Outcome.Done());
    }
  }

  private static boolean known(String action) {
    // Moto has a rule's sentence corrected, which AWS does not need
    return Set.of("sts:GetCallerIdentity", "ec2:ModifySecurityGroupRules").contains(action)
        || Permissions.of(Cloud.AWS).actions().contains(action);
  }

  private static void nothingIsLeaked(FleetAccount there, JobEnd end) throws Exception {
    assertThat(there.everyFile()).doesNotContain(there.key.secret());
    assertThat(there.said).noneMatch(line -> line.contains(there.key.secret()));
    assertThat(end.toString()).doesNotContain(there.key.secret());
  }
}

package io.bowline.runner.hosted.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.driver.aws.AwsHome;
import io.bowline.driver.aws.StateBucket;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.Outcome;
import io.bowline.runner.work.JobEnd;
import io.bowline.testkit.RequiresPart;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A fleet whose making is killed in the middle; locks alone are in the contract of all clouds.
@Tag("real")
@Tag("nightly")
@RequiresPart({"terraform", "moto_server"})
@Timeout(900)
class KilledWorkTest {
  private static final String LOCK = StateBucket.STATE + ".tflock";

  private static final long QUIET = 5;

  @TempDir Path state;

  @Test
  void killedInTheMiddleItTakesUpItsOwnLockAndGoesOn() throws Exception {
    try (FleetAccount there = FleetAccount.open(state);
        AwsHome home = new AwsHome(there.place(), there.provider(), FleetAccount.REGION);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      StateBucket bucket = home.bucket(FleetAccount.BUCKET, home.owner());
      there.account.silentAbout("DescribeCluster");
      Future<JobEnd> first = threads.submit(() -> there.does(FleetErrand.PROVISION));
      // the cluster is begun, and AWS does not say how far it is; all that can be made beside is
      // made
      boolean begun = false;
      for (String line = ""; line != null || !begun; ) {
        assertThat(first.isDone()).as(there.said.toString()).isFalse();
        line = there.heard.poll(QUIET, TimeUnit.SECONDS);
        begun |= "aws_eks_cluster.this is being changed".equals(line);
      }
      ProcessHandle.current()
          .descendants()
          .filter(one -> one.info().command().orElse("").endsWith("/terraform"))
          .forEach(ProcessHandle::destroyForcibly);
      JobEnd killed = first.get();
      assertThat(killed.outcome())
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> {
                assertThat(failed.failure().reason()).isEqualTo("terraform-killed");
                assertThat(failed.failure().retryable()).isTrue();
              });
      assertThat(bucket.read(LOCK)).isPresent();
      there.account.silentAbout("");
      there.said.clear();
      JobEnd second = there.does(FleetErrand.PROVISION);
      assertThat(second.outcome()).as("%s %s", second, there.said).isEqualTo(new Outcome.Done());
      assertThat(there.said)
          .contains("prepare RUNNING takes up the lock that a killed run has left");
      assertThat(bucket.read(LOCK)).isEmpty();
      assertThat(there.said)
          .contains("prepare RUNNING looks whether a killed run has made aws_eks_cluster.this")
          .noneMatch(line -> line.equals("apply RUNNING aws_vpc.this[0] is being changed"))
          .noneMatch(line -> line.equals("apply RUNNING aws_nat_gateway.this[0] is being changed"));

      assertThat(there.does(FleetErrand.DESTROY).outcome()).isEqualTo(new Outcome.Done());
      assertThat(bucket.exists()).isFalse();
    }
  }
}

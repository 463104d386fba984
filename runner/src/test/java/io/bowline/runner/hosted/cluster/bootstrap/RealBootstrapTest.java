package io.bowline.runner.hosted.cluster.bootstrap;

import io.bowline.runner.hosted.cluster.ClusterCalls;
import io.bowline.runner.hosted.cluster.RealCluster;
import io.bowline.testkit.RequiresPart;
import org.junit.jupiter.api.Tag;

@Tag("real")
@RequiresPart("kubeconfig")
class RealBootstrapTest extends BootstrapContract {
  @Override
  ClusterCalls open() throws Exception {
    return RealCluster.door().open(RealCluster.access());
  }
}

package io.bowline.runner.step.kube;

import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/// On a real cluster with a kubelet.
@Tag("real")
@RequiresPart("kubeconfig")
final class RealKubeExecutorTest extends KubeExecutorContract {
  @Override
  Path kubeconfig() {
    return Parts.here().require("kubeconfig");
  }

  @Override
  String image() {
    return "127.0.0.1:5000/busybox:1";
  }

  @Override
  Duration hangsFor() {
    return Duration.ofSeconds(8);
  }

  /// A busy kubelet tells late that what it has started has ended.
  @Override
  Duration crashIsToldWithin() {
    return Duration.ofSeconds(8);
  }
}

package io.bowline.runner.hosted.cluster;

import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.kubeconfig.Kubeconfig;
import io.bowline.cloud.kubeconfig.KubeconfigReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The cluster that the environment names, as somebody's own.
public final class RealCluster {
  private RealCluster() {}

  public static ClusterAccess access() throws Exception {
    byte[] file = Files.readAllBytes(Path.of(System.getenv("BOWLINE_E2E_KUBECONFIG")));
    return switch (Kubeconfig.read(file, Optional.empty(), Instant.now())) {
      case KubeconfigReading.Good good -> good.access();
      case KubeconfigReading other -> throw new IllegalStateException(other.toString());
    };
  }

  /// Wherever it is: its network is admitted.
  public static ClusterDoor door() {
    return new ClusterDoor(
        AddressPolicy.allowing(List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")),
        Names.SYSTEM,
        Dial.DIRECT,
        new ClusterDoor.Patience(
            Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(10)));
  }
}

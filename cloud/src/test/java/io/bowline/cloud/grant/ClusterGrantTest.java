package io.bowline.cloud.grant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.grant.ClusterGrant.RunnerGrant;
import io.bowline.model.id.FleetId;
import io.bowline.model.place.Cloud;
import io.bowline.model.sizing.CapacityRules;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClusterGrantTest {
  private static final String CANARY = "canary-of-a-token-0123456789";

  private static ClusterGrant grant(Optional<RunnerGrant> runner) {
    return new ClusterGrant(
        new FleetId(new UUID(1, 2)),
        "{\"users\": [{\"token\": \"%s\"}]}".formatted(CANARY),
        "streaming",
        7,
        new CapacityRules(3_000, 12_000_000_000L, 1_000, 5_000_000_000L, 2, 1),
        runner);
  }

  private static RunnerGrant runner(Optional<String> enrollment) {
    return new RunnerGrant(
        "registry.example.com/runner@sha256:abc", "a=b\n", "{}", "mode: auto\n", enrollment);
  }

  private static List<ClusterGrant> every() {
    return List.of(
        grant(Optional.empty()),
        grant(Optional.of(runner(Optional.empty()))),
        grant(Optional.of(runner(Optional.of("{\"token\": \"" + CANARY + "\"}")))),
        made(Cloud.AWS),
        made(Cloud.ORACLE));
  }

  private static ClusterGrant made(Cloud cloud) {
    return new ClusterGrant(
        new FleetId(new UUID(1, 2)),
        new ClusterWay.Made(
            new Configuration(cloud, Map.of("secret", CANARY)),
            "eu-central-1",
            "streaming",
            URI.create("https://1.eks.example.com"),
            "UEVN"),
        "streaming",
        7,
        CapacityRules.USUAL,
        Optional.empty());
  }

  @Test
  void whatIsWrittenIsRead() {
    for (ClusterGrant grant : every()) {
      assertThat(ClusterGrant.read(grant.document()).document()).isEqualTo(grant.document());
    }
  }

  @Test
  void nothingOfTheSecretsIsPrinted() {
    for (ClusterGrant grant : every()) {
      assertThat(grant.toString() + grant.runner()).doesNotContain(CANARY);
    }
  }

  @Test
  void whatIsNoGrantIsRefusedWithoutAWordOfIt() {
    String whole = new String(grant(Optional.of(runner(Optional.empty()))).document(), UTF_8);
    for (String bad :
        List.of(
            "{\"version\": 1, \"fleet\": \"" + CANARY,
            whole.replace("\"kubeconfig\"", "\"other\""),
            whole.replace("\"units\":7", "\"units\":\"" + CANARY + "\""),
            whole.replace("\"version\":1", "\"version\":2"),
            whole.replace("\"image\"", "\"other\""),
            "[]")) {
      assertThatThrownBy(() -> ClusterGrant.read(bad.getBytes(UTF_8)))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain(CANARY);
    }
  }
}

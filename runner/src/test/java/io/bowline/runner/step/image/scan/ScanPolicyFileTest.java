package io.bowline.runner.step.image.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.finding.Finding.SeverityCount;
import io.bowline.runner.step.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanPolicyFileTest {
  @TempDir Path folder;

  private ScanPolicy read(String section) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), "mode: auto\n" + section);
    return ScanPolicy.read(Optional.of(file));
  }

  @Test
  void whatItSaysCountsAndWhatItLeavesOutIsStrict() throws IOException {
    assertThat(read("scan: {block: [CRITICAL]}\n"))
        .isEqualTo(new ScanPolicy(Set.of("CRITICAL"), Duration.ofMinutes(5), true));
    ScanPolicy mild = read("scan: {block: [CRITICAL, HIGH], wait: PT30S, inconclusive: warn}\n");
    assertThat(mild)
        .isEqualTo(new ScanPolicy(Set.of("CRITICAL", "HIGH"), Duration.ofSeconds(30), false));
    assertThat(
            mild.blocked(
                List.of(
                    new SeverityCount("CRITICAL", 0),
                    new SeverityCount("HIGH", 2),
                    new SeverityCount("LOW", 7))))
        .containsExactly(new SeverityCount("HIGH", 2));
  }

  @Test
  void withoutAFileOrASectionScansDoNotCount() throws IOException {
    assertThat(read("").isOn()).isFalse();
    assertThat(ScanPolicy.read(Optional.of(folder.resolve("none"))).isOn()).isFalse();
    assertThat(ScanPolicy.read(Optional.empty()).isOn()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scan: {}",
        "scan: [CRITICAL]",
        "scan: {block: []}",
        "scan: {block: [critical]}",
        "scan: {block: CRITICAL}",
        "scan: {block: [CRITICAL], wait: 5m}",
        "scan: {block: [CRITICAL], wait: PT2H}",
        "scan: {block: [CRITICAL], wait: PT-1S}",
        "scan: {block: [CRITICAL], inconclusive: maybe}",
        "scan: {block: [CRITICAL], blocks: [HIGH]}",
        "scan:"
      })
  void aSlipOfThePenIsRefused(String section) {
    assertThatThrownBy(() -> read(section + "\n"))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("policy.yaml")
        .hasMessageContaining("scan");
  }
}

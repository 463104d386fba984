package io.bowline.runner.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WithheldTest {
  @TempDir private Path folder;

  @Test
  void withoutAPolicyOrAListEverythingDeclaredLeaves() throws IOException {
    assertThat(new Withheld(Optional.empty()).get()).isEmpty();
    assertThat(new Withheld(Optional.of(folder.resolve("none"))).get()).isEmpty();
    assertThat(new Withheld(Optional.of(policy("mode: auto\n"))).get()).isEmpty();
  }

  @Test
  void theFileIsTheCustomersToChangeAtAnyTime() throws IOException {
    Path policy = policy("mode: auto\nwithhold: [plan-diffs, captured-logs]\n");
    var withheld = new Withheld(Optional.of(policy));
    assertThat(withheld.get()).containsExactlyInAnyOrder(Part.PLAN_DIFFS, Part.CAPTURED_LOGS);
    policy("mode: auto\nwithhold: [messages]\n");
    assertThat(withheld.get()).isEqualTo(Set.of(Part.MESSAGES));
    Files.delete(policy);
    assertThat(withheld.get()).isEmpty();
    policy("mode: auto\nwithhold: [messages]\n");
    assertThat(withheld.get()).isEqualTo(Set.of(Part.MESSAGES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "withhold: [plan-diffs, outcome]\n",
        "withhold: plan-diffs\n",
        "withhold: [{plan-diffs: true}]\n",
        "withhold: [plan-diffs\n"
      })
  void aListThatCannotBeUsedKeepsEverythingOptionalInside(String text) throws IOException {
    Path policy = policy(text);
    var withheld = new Withheld(Optional.of(policy));
    assertThat(withheld.get()).isEqualTo(EnumSet.allOf(Part.class));
    assertThat(withheld.get()).isEqualTo(EnumSet.allOf(Part.class));
    policy("withhold: [findings]\n");
    assertThat(withheld.get()).isEqualTo(Set.of(Part.FINDINGS));
  }

  private Path policy(String text) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), text);
  }
}

package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void the_usual_demo_stays_until_it_is_ended() {
    assertThat(Options.read().exit()).isFalse();
    assertThat(Options.read("--exit", "--report", "r.json").report()).contains(Path.of("r.json"));
  }

  @Test
  void half_a_real_cluster_is_refused_with_what_is_missing() {
    assertThatThrownBy(() -> Options.read("--kubeconfig", "k"))
        .hasMessageContaining("--registry")
        .hasMessageContaining("--sample-image");
    assertThatThrownBy(() -> Options.read("--report")).hasMessageContaining("needs a value");
    assertThatThrownBy(() -> Options.read("--fast")).hasMessageContaining("--fast");
  }
}

package io.bowline.control.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.platform.StartupFailure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void argumentsAreConfigurationByAShorterName() {
    assertThat(
            Arguments.read("serve", "--data", "/a folder", "--http.port=1", "--bowline.x=y")
                .settings())
        .isEqualTo(Map.of("bowline.data", "/a folder", "bowline.http.port", "1", "bowline.x", "y"));
    assertThat(Arguments.read()).isEqualTo(new Arguments(new Arguments.Verb.Serve(), Map.of()));
    assertThat(Arguments.read("backup", "/b.zip", "--data", "/d").verb())
        .isEqualTo(new Arguments.Verb.BackUp(Path.of("/b.zip")));
    assertThat(Arguments.read("backup", "drill", "/b.zip", "--data", "/d").verb())
        .isEqualTo(new Arguments.Verb.Drill(Path.of("/b.zip")));
    assertThat(Arguments.read("backup", "drill", "--data", "/d").verb())
        .isEqualTo(new Arguments.Verb.BackUp(Path.of("drill").toAbsolutePath()));
  }

  @Test
  void whatIsNoArgumentIsRefusedWithTheUsage() {
    assertThatThrownBy(() -> Arguments.read("--data"))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("needs a value");
    assertThatThrownBy(() -> Arguments.read("restore")).hasMessageContaining("Name the file");
    assertThatThrownBy(() -> Arguments.read("sevre")).hasMessageContaining("Usage: serve");
  }
}

package io.bowline.control.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
  private static final Path PAGE =
      Path.of(System.getProperty("bowline.root"), "docs", "configuration.md");

  @Test
  void theCommittedReferenceIsCurrent() throws IOException {
    String current = ConfigReference.markdown();
    if (Boolean.getBoolean("bowline.write") || "1".equals(System.getenv("BOWLINE_WRITE"))) {
      Files.writeString(PAGE, current);
    }
    assertThat(Files.readString(PAGE))
        .as("run this test with BOWLINE_WRITE=1 and commit docs/configuration.md")
        .isEqualTo(current);
  }

  @Test
  void aMisspeltKeyIsFoundAndAKnownOneIsNot() throws IOException {
    Set<String> unknown =
        UnknownKeys.among(
            Set.of("bowline.http.port", "bowline.http.prot", "java.home"),
            Set.of("BOWLINE_HTTP_PORT", "BOWLINE_HTTP_PROT", "BOWLINE_JAVA_HOME", "PATH"));

    assertThat(unknown).containsExactly("BOWLINE_HTTP_PROT", "bowline.http.prot");
  }
}

package io.bowline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.AuthorFolder;
import io.bowline.release.bundle.Packed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorCopyTest {
  private static final Path SAMPLES =
      Path.of(System.getProperty("bowline.root", "..")).resolve("samples/streaming");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "v3"})
  void a_sample_without_terraform_has_its_other_components_whole_and_names_it_nowhere(
      String version) throws IOException {
    String yaml = Files.readString(SAMPLES.resolve(version).resolve("release.yaml"));

    String without = AuthorCopy.withoutTerraform(yaml);

    assertThat(yaml).contains("kind: terraform");
    assertThat(without)
        .doesNotContain("terraform", "outputs.", "- topics")
        .contains("name: broker", "name: connector", "${inputs.topicPrefix}");
    Path copy = new AuthorCopy(SAMPLES, folder).of(version, true);
    Digest digest = Digest.of(new byte[0]);
    assertThat(AuthorFolder.pack(copy, (_, _) -> Optional.of(digest)))
        .isNotInstanceOf(Packed.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "v3"})
  void a_copy_with_everything_is_the_authors_own_to_the_byte(String version) throws IOException {
    Path copy = new AuthorCopy(SAMPLES, folder).of(version, false);

    assertThat(copy.resolve("release.yaml"))
        .hasSameBinaryContentAs(SAMPLES.resolve(version).resolve("release.yaml"));
    assertThat(copy.resolve("modules/topics/main.tf")).exists();
  }
}

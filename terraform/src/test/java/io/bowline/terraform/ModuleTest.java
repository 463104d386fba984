package io.bowline.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.Terraform;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The modules as they stand: form, examples, and their own tests with a provider that makes
/// nothing.
@Tag("real")
@RequiresPart("terraform")
class ModuleTest {
  private static final Pattern ENDED = Pattern.compile("Success! ([0-9]+) passed, 0 failed");

  @TempDir Path scratch;

  @Test
  void everyFileIsInTheUsualForm() throws Exception {
    assertThat(
            Terraform.real(Path.of("").toAbsolutePath(), scratch)
                .run("fmt", "-check", "-recursive", "-diff", "aws")
                .said())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"managed-vpc", "byo-vpc"})
  void anExampleCanBeTakenAsItStands(String example) throws Exception {
    Terraform.copy(Path.of("aws"), scratch.resolve("aws"));
    Terraform terraform = Terraform.real(scratch.resolve("aws/examples").resolve(example), scratch);
    terraform.require(0, "init", "-backend=false", "-no-color");
    assertThat(terraform.require(0, "validate", "-no-color")).contains("valid");
  }

  @Test
  void theModulesOwnTestsPass() throws Exception {
    Terraform.copy(Path.of("aws"), scratch.resolve("aws"));
    Terraform terraform = Terraform.real(scratch.resolve("aws"), scratch);
    terraform.require(0, "init", "-backend=false", "-no-color");
    assertThat(terraform.require(0, "test", "-no-color"))
        .satisfies(said ->
            assertThat(
                    ENDED
                        .matcher(said)
                        .results()
                        .map((MatchResult result) -> Integer.parseInt(result.group(1))))
                .singleElement()
                .satisfies(passed -> assertThat(passed).isGreaterThanOrEqualTo(24)));
  }
}

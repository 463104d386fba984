package io.bowline.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.Terraform;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The modules as they stand: form, examples, and their own tests with a provider that makes
/// nothing.
@Tag("real")
@RequiresPart({"terraform", "recorded-provider"})
class ModuleTest {
  private static final Pattern ENDED = Pattern.compile("Success! ([0-9]+) passed, 0 failed");

  @TempDir Path scratch;

  static List<CloudModule> modules() {
    return List.of(AwsModuleTest.MODULE, GoogleModuleTest.MODULE, OracleModuleTest.MODULE);
  }

  static Stream<Arguments> examples() {
    return modules().stream()
        .flatMap(module ->
            Stream.of("managed-vpc", "byo-vpc").map(example -> Arguments.of(module, example)));
  }

  @Test
  void everyFileIsInTheUsualForm() throws Exception {
    assertThat(
            Terraform.with(Path.of("").toAbsolutePath(), scratch)
                .run("fmt", "-check", "-recursive", "-diff", ".")
                .said())
        .isEmpty();
  }

  @ParameterizedTest
  @Tag("C20.validate")
  @MethodSource("examples")
  void anExampleCanBeTakenAsItStands(CloudModule module, String example) throws Exception {
    Terraform terraform = copied(module, "examples/" + example);
    terraform.require(0, "init", "-backend=false", "-no-color");
    assertThat(terraform.require(0, "validate", "-no-color")).contains("valid");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void theModulesOwnTestsPass(CloudModule module) throws Exception {
    Terraform terraform = copied(module, ".");
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

  private Terraform copied(CloudModule module, String folder) throws Exception {
    Path copy = scratch.resolve(module.folder());
    Terraform.copy(Path.of(module.folder()), copy);
    return Terraform.with(copy.resolve(folder), scratch, module.provider());
  }
}

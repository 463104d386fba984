package io.bowline.runner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationKeysTest {
  @Test
  void keysOfTheMappingsAreKnown() {
    assertThat(ConfigurationKeys.known())
        .contains("bowline.runner.state", "bowline.runner.stop-within");
    assertThat(
            ConfigurationKeys.unknown(
                List.of("bowline.runner.state", "quarkus.banner.enabled", "user.home"),
                Map.of("BOWLINE_RUNNER_STOP_WITHIN", "1s", "BOWLINE_JAVA", "/x")))
        .isEmpty();
  }

  @Test
  void anUnknownKeyIsFoundInFilesAndInTheEnvironment() {
    assertThat(
            ConfigurationKeys.unknown(
                List.of("bowline.runner.stat", "bowline.runer.state"),
                Map.of("BOWLINE_RUNNER_STATT", "x")))
        .containsExactly("BOWLINE_RUNNER_STATT", "bowline.runer.state", "bowline.runner.stat");
  }

  @Test
  void everyMappingOfTheModuleIsListed() {
    List<String> mappings =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.bowline.runner")
                .stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .map(JavaClass::getName)
                .toList();
    assertThat(ConfigurationKeys.MAPPINGS.stream().map(Class::getName))
        .containsExactlyInAnyOrderElementsOf(mappings);
  }
}

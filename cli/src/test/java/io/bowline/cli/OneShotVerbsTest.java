package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cloud.permission.OneShot;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneShotVerbsTest {
  private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");

  @TempDir Path folder;

  private Run policy(String cloud, String... more) throws IOException {
    try (var api = new WrittenApi()) {
      api.answer(
          "GET organizations/acme/installs/prod",
          "{\"id\":\"1\",\"name\":\"prod\",\"cloud\":\"%s\",\"account\":\"acme-streaming\"}"
              .formatted(cloud));
      String[] line = new String[5 + more.length];
      System.arraycopy(
          new String[] {"install", "policy", "prod", "--until", "2026-12-01"}, 0, line, 0, 5);
      System.arraycopy(more, 0, line, 5, more.length);
      return api.operator(folder).run(line);
    }
  }

  @ParameterizedTest
  @CsvSource({"azure", "gcp", "oci"})
  void thePermissionsAreTheDocumentOfTheInstallsCloud(String cloud) throws IOException {
    Run run = policy(cloud);
    assertThat(run.err()).isEmpty();
    assertThat(new ObjectMapper().readTree(run.out()))
        .isEqualTo(new OneShot(Cloud.of(cloud), "prod", "acme-streaming", END, true).permissions());
    assertThat(policy(cloud, "--mode", "byo_vpc").out()).isNotEqualTo(run.out());
    assertThat(policy(cloud, "--document", "reasons").out()).contains("the registry");
    assertThat(policy(cloud, "--document", "data").out()).contains("Secrets");
    assertThat(policy(cloud, "--document", "commands").out()).contains("# afterwards");
  }

  @Test
  void whatACloudDoesNotHaveIsSaid() throws IOException {
    Run denial = policy("azure", "--document", "denial");
    assertThat(denial.code()).isNotZero();
    assertThat(denial.err()).contains("nothing that a customer can deny by");
    assertThat(policy("oci", "--document", "assignment").err())
        .contains("its end stands in the permissions themselves");
    assertThat(policy("gcp", "--document", "boundary").err())
        .contains("must be permissions, assignment, denial, commands, reasons or data", "gcp");
    assertThat(policy("gcp", "--vendor", "arn:aws:iam::123456789012:role/x").err())
        .contains("--vendor is for AWS");
    assertThat(policy("byok").err()).contains("needs no such role");
  }
}

package io.bowline.cli.installer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallerEndTest {
  private static JsonNode install(String cloud, String status) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", "prod")
        .put("cloud", cloud)
        .put("status", status);
  }

  @Test
  void theCommandsAreThoseOfThePage() throws IOException {
    String page = Files.readString(Path.of("../docs/install-aws.md")).replaceAll("\\s+", " ");
    assertThat(InstallerEnd.lines(install("aws", "active")))
        .filteredOn(line -> line.contains("delete-role"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(page).contains(line.strip()));
  }

  @Test
  void whatNobodyOfOursMayLookAtIsNotKnown() {
    assertThat(InstallerEnd.lines(install("aws", "error")))
        .anyMatch(line -> line.contains("unknown, since"))
        .anyMatch(line -> line.endsWith("aws iam get-role --role-name bowline-installer-prod"));
  }

  @ParameterizedTest
  @CsvSource({
    "aws, awaiting-customer",
    "aws, base-layer",
    "aws, draft",
    "azure, draft",
    "byok, active"
  })
  void whereItIsStillOfUseOrThereIsNoneNothingIsSaid(String cloud, String status) {
    assertThat(InstallerEnd.lines(install(cloud, status))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "azure, az role definition delete --name bowline-installer-prod",
    "gcp, gcloud iam service-accounts delete bowline-installer@",
    "oci, oci iam policy delete"
  })
  void theOtherCloudsHaveTheirOwnLines(String cloud, String line) {
    assertThat(InstallerEnd.lines(install(cloud, "active")))
        .hasSizeGreaterThan(2)
        .anyMatch(each -> each.strip().startsWith(line));
  }
}

package io.bowline.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.installer.Door;
import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a public scanner of policies finds in all modules is named here, with the reason.
@Tag("real")
@RequiresPart("checkov")
class ScannerTest {
  private static final Map<String, String> NAMED =
      Map.ofEntries(
          // --- AWS
          Map.entry(
              "CKV2_AWS_11 aws_vpc.this", "flow logs cost by the byte; the customer's to have"),
          Map.entry(
              "CKV2_AWS_64 aws_kms_key.this", "AWS's own: rights by IAM of this account alone"),
          Map.entry("CKV_AWS_158 aws_cloudwatch_log_group.cluster", "by the key of AWS's service"),
          Map.entry("CKV_AWS_338 aws_cloudwatch_log_group.cluster", "90 days, as the page says"),
          Map.entry("CKV_AWS_37 aws_eks_cluster.this", "who asked what; not how it was scheduled"),
          // --- Google Cloud
          Map.entry("CKV2_GCP_18 google_compute_network.this", "it has rules, by way of a local"),
          Map.entry("CKV_GCP_12 google_container_cluster.this", "ADVANCED_DATAPATH enforces them"),
          Map.entry(
              "CKV_GCP_65 google_container_cluster.this", "wants a domain of Google's groups"),
          Map.entry(
              "CKV_GCP_66 google_container_cluster.this", "the runner checks what it applies"),
          Map.entry("CKV_GCP_82 google_kms_crypto_key.this", "leaving has to take it away"),
          // --- Oracle
          Map.entry(
              "CKV2_OCI_6 oci_containerengine_cluster.this", "Kubernetes has none since 1.25"),
          Map.entry(
              "CKV_OCI_21 oci_core_network_security_group_security_rule.cluster_access",
              "a stateful rule needs no way back that is open to all"),
          Map.entry(
              "CKV_OCI_21 oci_core_network_security_group_security_rule.inside_in",
              "a stateful rule needs no way back that is open to all"),
          Map.entry(
              "CKV_OCI_21 oci_core_network_security_group_security_rule.tunnel_in",
              "a stateful rule needs no way back that is open to all"));

  @TempDir Path scratch;

  @Test
  void itFindsOnlyWhatIsNamedHere() throws Exception {
    for (CloudModule module : ModuleTest.modules()) {
      Path copy = Files.createDirectories(scratch.resolve(module.folder()));
      try (var files = Files.newDirectoryStream(Path.of(module.folder()), "*.tf")) {
        for (Path file : files) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
    }
    // the archives that the clouds' own services apply: their own root, and the same module
    for (Door door : List.of(Door.GCP_BLUEPRINT, Door.ORACLE_STACK)) {
      for (var file : BlueprintTest.unpacked(BlueprintTest.general(door)).entrySet()) {
        Path at = scratch.resolve("archive-" + door.cloud()).resolve(file.getKey());
        Files.createDirectories(at.getParent());
        Files.writeString(at, file.getValue());
      }
    }
    JsonNode report = scanned();
    assertThat(report.path("summary").path("parsing_errors").asInt(-1)).isZero();
    assertThat(report.path("summary").path("passed").asInt()).isGreaterThan(200);
    var found = new TreeSet<String>();
    for (JsonNode each : report.path("results").path("failed_checks")) {
      String resource = each.path("resource").asText().replaceFirst("\\[.*", "");
      resource = resource.replaceFirst("^module\\.data_plane\\.", "");
      found.add(each.path("check_id").asText() + " " + resource);
    }
    assertThat(found).isEqualTo(new TreeSet<>(NAMED.keySet()));
  }

  private JsonNode scanned() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Parts.here().require("checkov").toString(),
                    "--framework=terraform",
                    "--skip-download",
                    "--output=json",
                    "--soft-fail",
                    "--directory=" + scratch))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    JsonNode report =
        JsonMapper.builder().build().readTree(process.getInputStream().readAllBytes());
    process.waitFor();
    return report;
  }
}

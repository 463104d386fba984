package io.bowline.runner.step.image.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.model.finding.Finding.SeverityCount;
import io.bowline.runner.step.image.scan.Scan;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcrScanTest {
  private static Scan read(String status, String findings) throws IOException {
    return EcrScan.read(
        new ObjectMapper()
            .readTree(
                "{\"imageScanStatus\":{\"status\":\"%s\",\"description\":\"so\\nit is\"}%s}"
                    .formatted(status, findings)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMPLETE", "ACTIVE"})
  void countsAreReadWorstFirst(String status) throws IOException {
    Scan scan =
        read(
            status,
            ",\"imageScanFindings\":{\"findingSeverityCounts\":{\"LOW\":9,\"UNTRIAGED\":1,\"CRITICAL\":2}}");
    assertThat(scan)
        .isInstanceOfSatisfying(
            Scan.Counted.class,
            counted ->
                assertThat(counted.severities())
                    .containsExactly(
                        new SeverityCount("CRITICAL", 2),
                        new SeverityCount("LOW", 9),
                        new SeverityCount("UNTRIAGED", 1)));
    assertThat(read(status, ",\"imageScanFindings\":{\"findingSeverityCounts\":{}}"))
        .isInstanceOf(Scan.Counted.class);
    assertThat(read(status, "")).isInstanceOf(Scan.Inconclusive.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IN_PROGRESS", "PENDING"})
  void whatGoesOnIsWaitedFor(String status) throws IOException {
    assertThat(read(status, "")).isEqualTo(new Scan.Pending("ECR says " + status + " (so it is)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FAILED",
        "UNSUPPORTED_IMAGE",
        "SCAN_ELIGIBILITY_EXPIRED",
        "FINDINGS_UNAVAILABLE",
        "LIMIT_EXCEEDED",
        "IMAGE_ARCHIVED",
        "IMAGE_SIZE_EXCEEDED",
        "WHAT_COMES_NEXT",
        ""
      })
  void allElseTellsNothing(String status) throws IOException {
    assertThat(read(status, ",\"imageScanFindings\":{\"findingSeverityCounts\":{}}"))
        .isEqualTo(new Scan.Inconclusive("ECR says " + status + " (so it is)"));
  }
}

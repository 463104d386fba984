package io.bowline.runner.step.image.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What registries say, in their own words.
class KeptBackTest {
  private static byte[] error(String code, String message) {
    return "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}"
        .formatted(code, message)
        .getBytes(UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "412, PROJECTPOLICYVIOLATION, current image with 27 vulnerabilities cannot be pulled",
    "403, DENIED, Download blocked by xray policy no-critical",
    "403, DENIED, requested item is quarantined",
    "451, UNAVAILABLE, for legal reasons"
  })
  void aRuleIsKnownByItsStatusAndWords(int status, String code, String message) {
    assertThat(KeptBack.in(status, error(code, message)))
        .hasValueSatisfying(kept -> {
          assertThat(kept.said()).contains(code, message);
          assertThat(kept.passing()).isFalse();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "412, PROJECTPOLICYVIOLATION, current image without vulnerability scanning cannot be pulled",
    "403, DENIED, the image has not been scanned yet",
    "403, DENIED, vulnerability scan is pending"
  })
  void whatIsNotScannedYetPasses(int status, String code, String message) {
    assertThat(KeptBack.in(status, error(code, message)))
        .hasValueSatisfying(kept -> assertThat(kept.passing()).isTrue());
  }

  @Test
  void missingRightsAndPagesOfProxiesAreNoRule() {
    assertThat(KeptBack.in(403, error("DENIED", "requested access to the resource is denied")))
        .isEmpty();
    assertThat(KeptBack.in(403, "<html>blocked by policy</html>".getBytes(UTF_8))).isEmpty();
    assertThat(KeptBack.in(404, error("MANIFEST_UNKNOWN", "scan policy"))).isEmpty();
    assertThat(KeptBack.in(200, error("X", "policy"))).isEmpty();
  }

  @Test
  void whatIsSaidIsShortAndOneLine() {
    byte[] endless = error("POLICY", "a\\n\\u001b[31mb" + "x".repeat(5000));
    assertThat(KeptBack.in(412, endless).orElseThrow().said())
        .hasSizeLessThan(320)
        .doesNotContain("\n", "\u001b");
    assertThat(KeptBack.in(412, new byte[0]).orElseThrow().said()).isEqualTo("without a reason");
  }
}

package io.bowline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What no page of this project says, since nobody has shown it.
class ClaimsTest {
  private static final Path ROOT = Path.of(System.getProperty("bowline.root"));
  private static final Pattern CLAIM =
      Pattern.compile(
          "(?i)\\b(SOC ?2|ISO ?/? ?27001|HIPAA|PCI[ -]DSS|FedRAMP)\\b[^.]{0,80}\\b(certified|compliant|compliance|attested|audited)\\b"
              + "|\\b(certified|compliant|attested)\\b[^.]{0,80}\\b(SOC ?2|ISO ?/? ?27001|HIPAA|PCI[ -]DSS|FedRAMP)\\b");

  private static boolean claims(String text) {
    return CLAIM.matcher(text).find();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(page -> page.toString().endsWith(".md"))
          .filter(page -> !ROOT.relativize(page).toString().contains("target/"))
          .filter(page -> !ROOT.relativize(page).toString().startsWith("."))
          .toList();
    }
  }

  @Test
  @Tag("C66.no-claim")
  void noPageClaimsACertification() throws IOException {
    assertThat(pages()).hasSizeGreaterThan(20);
    for (Path page : pages()) {
      assertThat(claims(Files.readString(page))).as(page.toString()).isFalse();
    }
  }

  @Test
  void aClaimWouldBeSeen() {
    assertThat(claims("Bowline is SOC2 certified.")).isTrue();
    assertThat(claims("Certified, by the way, after ISO 27001.")).isTrue();
    assertThat(claims("Controls that an audit after SOC 2 asks for.")).isFalse();
  }
}

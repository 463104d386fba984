package io.bowline.control.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which texts are names of domains.
class DomainNameTest {
  private static String refused(String sent) {
    return switch (DomainName.read(sent)) {
      case DomainName.Reading.Refused(String why) -> why;
      case DomainName.Reading.Good(DomainName name) ->
          throw new AssertionError(sent + " was taken as " + name);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.example.com, kafka.example.com",
    "Kafka.Example.COM, kafka.example.com",
    "kafka.example.com., kafka.example.com",
    "example.co.uk, example.co.uk",
    "1.example.com, 1.example.com",
    "bücher.example.com, xn--bcher-kva.example.com",
    "BÜCHER.example.com, xn--bcher-kva.example.com",
    "xn--bcher-kva.example.com, xn--bcher-kva.example.com",
    "a.b.c.d.example.test, a.b.c.d.example.test"
  })
  void aNameIsKeptInOneForm(String sent, String kept) {
    assertThat(DomainName.read(sent)).isEqualTo(new DomainName.Reading.Good(new DomainName(kept)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        ".example.com",
        "example..com",
        "example.com..",
        "-a.example.com",
        "a-.example.com",
        "a_b.example.com",
        "a b.example.com",
        " example.com",
        "example.com\n",
        "exa\u0000mple.com",
        "https://example.com",
        "example.com:9094",
        "example.com/path",
        "user@example.com",
        "10.0.0.1",
        "example.1",
        "example.0x7f",
        "[::1]",
        "ab--c.example.com",
        "xn--a.example.com",
        "xn--.example.com",
        "xn--bcher-kvA1.example.com"
      })
  @Tag("K10.bad-names-refused")
  void whatIsNoNameIsRefused(String sent) {
    assertThat(refused(sent)).endsWith(".");
  }

  @Test
  @Tag("K10.bad-names-refused")
  void whatNobodyCanHaveIsRefusedWithTheReason() {
    assertThat(refused("*.example.com")).contains("without a wildcard");
    assertThat(refused("localhost")).contains("no public resolver");
    assertThat(refused("kafka.local")).contains("no public resolver");
    assertThat(refused("x.10.in-addr.arpa")).contains("no public resolver");
    for (String suffix : new String[] {"com", "co.uk", "github.io", "uk", "intranet"}) {
      assertThat(refused(suffix)).as(suffix).contains("is a suffix");
    }
  }

  @Test
  @Tag("K10.bad-names-refused")
  void lengthsAreLimitedSoThatOurNamesFitInFront() {
    String label = "a".repeat(63);
    String longest = "%s.%s.%s.com".formatted("a".repeat(57), label, label);
    assertThat(longest).hasSize(189);
    assertThat(DomainName.read(longest)).isInstanceOf(DomainName.Reading.Good.class);
    assertThat(new DomainName(longest).below(label).length()).isEqualTo(253);
    assertThat(refused("a" + longest)).contains("189");
    assertThat(refused("a".repeat(64) + ".com")).contains("63");
    assertThat(refused("a".repeat(1_000_000))).contains("189");
  }

  @ParameterizedTest
  @ValueSource(strings = {"straße.example.com", "ｅxample.com", "ﬁ.example.com", "a\u200db.com"})
  @Tag("K10.bad-names-refused")
  void lettersThatStandForOthersAreRefused(String sent) {
    assertThat(refused(sent)).contains("xn--");
  }

  @Test
  void aNameIsWithinItselfAndWhatItIsBelow() {
    var name = new DomainName("kafka.example.com");
    assertThat(name.isWithin(name)).isTrue();
    assertThat(name.isWithin(new DomainName("example.com"))).isTrue();
    assertThat(name.isWithin(new DomainName("ample.com"))).isFalse();
    assertThat(new DomainName("example.com").isWithin(name)).isFalse();
  }
}

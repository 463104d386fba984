package io.bowline.control.domain.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.Complaint;
import io.bowline.cloud.pem.KeyMatch;
import io.bowline.control.domain.certificate.TestChain.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Which certificates are good for a domain.
class GivenChainTest {
  private static final String DOMAIN = "kafka.example.com";
  private final Instant now = Instant.now();
  private static final TestChain GOOD = TestChain.of(DOMAIN);

  private GivenChain taken(String pem) {
    return switch (GivenChain.read(pem, DOMAIN, now)) {
      case GivenChain.Reading.Good(GivenChain chain) -> chain;
      case GivenChain.Reading.Refused(Complaint complaint) -> throw new AssertionError(complaint);
    };
  }

  private String refused(String pem) {
    return switch (GivenChain.read(pem, DOMAIN, now)) {
      case GivenChain.Reading.Refused(Complaint(String field, String why)) -> {
        assertThat(field).isEqualTo("tls_cert");
        yield why;
      }
      case GivenChain.Reading.Good(GivenChain chain) -> throw new AssertionError(chain.names());
    };
  }

  @Test
  void aChainIsTakenWithAndWithoutWhatIsAboveIt() {
    for (String pem : new String[] {GOOD.at(0), GOOD.at(0, 1), GOOD.at(0, 1, 2)}) {
      assertThat(taken(pem).names()).containsExactly("*." + DOMAIN, DOMAIN);
    }
    assertThat(taken(GOOD.chain()).match(GOOD.key())).isEqualTo(KeyMatch.FITS);
    assertThat(taken(GOOD.chain()).match(TestChain.of(DOMAIN).key())).isEqualTo(KeyMatch.OTHER);
    TestChain rsa = TestChain.of(Kind.of(DOMAIN, "*." + DOMAIN).rsa(2048));
    assertThat(taken(rsa.chain()).match(rsa.key())).isEqualTo(KeyMatch.FITS);
  }

  @Test
  void whatStandsBesideTheCertificatesIsNotKept() {
    String kept = taken("somebody's remark\n" + GOOD.at(0) + "another\n" + GOOD.at(1)).pem();
    assertThat(kept).doesNotContain("remark").isEqualTo(taken(GOOD.chain()).pem());
    assertThat(GivenChain.known(kept)).isEqualTo(taken(kept));
  }

  @Test
  void anotherOrderIsRefusedWithThePlace() {
    assertThat(refused(GOOD.at(0, 2))).contains("certificate 1 was not signed by certificate 2");
    assertThat(refused(GOOD.at(1, 0))).contains("out of order");
    assertThat(refused(GOOD.at(0, 1, 0))).contains("certificate 2 was not signed");
    assertThat(refused(TestChain.both(GOOD, TestChain.of(DOMAIN)))).contains("out of order");
    // of the same names, signed by somebody else
    assertThat(refused(GOOD.at(0) + TestChain.of(DOMAIN).at(1))).contains("out of order");
    assertThat(refused(GOOD.at(1, 2))).contains("an authority");
  }

  @Test
  void aCertificateForOtherNamesIsRefusedWithTheNamesItHas() {
    for (String[] names :
        new String[][] {
          {},
          {DOMAIN},
          {"*." + DOMAIN},
          {"*.example.com", "example.com"},
          {"x." + DOMAIN, DOMAIN},
          {DOMAIN + ".evil.com", "*." + DOMAIN + ".evil.com"}
        }) {
      assertThat(refused(TestChain.of(Kind.of(names)).chain()))
          .contains("It has to be for kafka.example.com and *.kafka.example.com");
    }
    assertThat(refused(TestChain.of(Kind.of(DOMAIN)).chain()))
        .contains("is for kafka.example.com, and not for *.kafka.example.com");
  }

  @Test
  void oneThatIsOverOrNotYetGoodIsRefused() {
    Kind kind = Kind.of(DOMAIN, "*." + DOMAIN);
    Instant before = now.minus(Duration.ofDays(10));
    Instant after = now.plus(Duration.ofDays(10));
    assertThat(refused(TestChain.of(kind.between(before, now.minusSeconds(60))).chain()))
        .contains("expired at");
    assertThat(refused(TestChain.of(kind.between(now.plusSeconds(60), after)).chain()))
        .contains("is good only from");
  }

  @Test
  void whatCannotServeIsRefused() {
    Kind kind = Kind.of(DOMAIN, "*." + DOMAIN);
    assertThat(refused(TestChain.of(kind.forClients()).chain())).contains("not meant for servers");
    assertThat(refused(TestChain.of(kind.rsa(1024)).chain())).contains("2048");
    assertThat(refused(GOOD.chain() + GOOD.key())).contains("holds a private key");
    assertThat(refused("")).contains("no certificate");
    assertThat(refused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
        .contains("no certificate");
    assertThat(refused("a".repeat(100_000))).contains("longer");
    assertThat(refused(GOOD.at(2).repeat(11))).contains("more than 10");
  }

  @Test
  void theEndIsThatOfTheFirstToEnd() {
    Instant end = now.plus(Duration.ofDays(200));
    Kind longer = Kind.of(DOMAIN, "*." + DOMAIN).until(end);
    assertThat(taken(TestChain.of(longer).at(0)).until().getEpochSecond())
        .isEqualTo(end.getEpochSecond());
    assertThat(taken(TestChain.of(longer).chain()).until()).isBefore(end);
  }
}

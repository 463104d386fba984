package io.bowline.control.domain.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.domain.dns.Lookup.Kind;
import io.bowline.control.domain.dns.Told.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Questions to a resolver that speaks the protocol.
class DnsLookupTest {
  private TestDns server;
  private DnsLookup lookup;

  @BeforeEach
  void serve() throws IOException {
    server = new TestDns();
    lookup = new DnsLookup(List.of(server.address()), Duration.ofSeconds(20));
  }

  @AfterEach
  void close() throws IOException {
    lookup.close();
    server.close();
  }

  @Test
  void recordsAreToldWithTheAliasesThatLeadToThem() {
    server.answer("a.example.com", "A", "a.example.com", "CNAME", 60, "LB.example.net");
    server.answer("a.example.com", "A", "lb.example.net", "A", 300, "192.0.2.7");
    server.answer("a.example.com", "AAAA", 30, "2001:db8::7");
    assertThat(lookup.ask("a.example.com", Kind.A))
        .isEqualTo(
            new Told.Found(
                List.of(
                    new Entry("a.example.com", "CNAME", "lb.example.net", 60),
                    new Entry("lb.example.net", "A", "192.0.2.7", 300))));
    assertThat(lookup.ask("a.example.com", Kind.AAAA))
        .isEqualTo(
            new Told.Found(
                List.of(new Entry("a.example.com", "AAAA", "2001:db8:0:0:0:0:0:7", 30))));
  }

  @Test
  void aTextInPiecesIsPutTogether() {
    server.answer("t.example.com", "TXT", 60, "bowline-domain=0123456789abcdef");
    assertThat(lookup.ask("t.example.com", Kind.TXT))
        .isEqualTo(
            new Told.Found(
                List.of(new Entry("t.example.com", "TXT", "bowline-domain=0123456789abcdef", 60))));
  }

  @Test
  void whatIsNotThereIsToldWithTheZoneThatSaysSo() {
    server.zone("example.com");
    assertThat(lookup.ask("nobody.example.com", Kind.A))
        .isEqualTo(new Told.Nothing(Optional.of("example.com")));
    // an alias that leads nowhere is no address
    server.answer("b.example.com", "A", "b.example.com", "CNAME", 60, "gone.example.com");
    assertThat(lookup.ask("b.example.com", Kind.A)).isInstanceOf(Told.Nothing.class);
  }

  @Test
  void whatDoesNotFitIsAskedForByTcp() {
    server.answer("a.example.com", "A", 60, "192.0.2.7");
    server.small(true);
    assertThat(lookup.ask("a.example.com", Kind.A)).isInstanceOf(Told.Found.class);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void aResolverThatCannotTellIsNoAnswer() {
    server.code(2);
    assertThat(lookup.ask("a.example.com", Kind.A))
        .isInstanceOfSatisfying(
            Told.Silence.class, silence -> assertThat(silence.why()).contains("cannot tell"));
  }

  @Test
  void theNextIsAskedWhenOneDoesNotAnswer() throws IOException {
    server.answer("a.example.com", "A", 60, "192.0.2.7");
    try (var mute = new TestDns();
        var both =
            new DnsLookup(List.of(mute.address(), server.address()), Duration.ofMillis(500))) {
      mute.silent(true);
      assertThat(both.ask("a.example.com", Kind.A)).isInstanceOf(Told.Found.class);
    }
    try (var mute = new TestDns();
        var alone = new DnsLookup(List.of(mute.address()), Duration.ofMillis(200))) {
      mute.silent(true);
      assertThat(alone.ask("a.example.com", Kind.A))
          .isEqualTo(new Told.Silence("No resolver answered in time."));
    }
  }
}

package io.bowline.control.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.domain.DomainChecks.Looking;
import io.bowline.control.domain.certificate.TestChain;
import io.bowline.control.domain.certificate.TestChain.Kind;
import io.bowline.control.domain.dns.DnsLookup;
import io.bowline.control.domain.dns.TestDns;
import io.bowline.control.domain.store.PgBaseDomainStore;
import io.bowline.control.domain.store.PgDomainCheckStore;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.provider.FleetProviders;
import io.bowline.control.provider.store.PgFleetProviderStore;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.TestKeys;
import io.bowline.control.secret.Vault;
import io.bowline.control.secret.store.DataKeyStore;
import io.bowline.model.id.OrgId;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What looking at domains finds, on a real database and with a resolver that speaks the protocol.
class DomainChecksTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Transactions transactions = TestDatabase.transactions();
  private final Ids ids = new Ids(InstantSource.system(), new SecureRandom());
  private final OrgId org = new OrgId(ids.get());
  private final Audit audit = new Audit(new AuditChainStore());
  private final Vault vault = new Vault(TestKeys.master(), new DataKeyStore(), new SecureRandom());
  private final BaseDomains domains =
      new BaseDomains(
          transactions,
          ids,
          new PgBaseDomainStore(),
          new FleetProviders(
              transactions, ids, new PgFleetProviderStore(), vault, audit, List.of()),
          vault,
          audit,
          List.of());
  private final String zone = "z" + UUID.randomUUID().toString().substring(0, 8) + ".example.com";
  private final String name = "kafka." + zone;
  private TestDns dns;
  private DnsLookup lookup;
  private DomainChecks checks;

  @BeforeEach
  void serve() throws IOException {
    dns = new TestDns();
    dns.zone(zone);
    lookup = new DnsLookup(List.of(dns.address()), LIMIT);
    checks =
        new DomainChecks(
            transactions,
            domains,
            new PgDomainCheckStore(),
            new DomainProbe(lookup, LIMIT.multipliedBy(3)),
            audit,
            InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    lookup.close();
    dns.close();
  }

  private BaseDomain make(OrgId of, SetupWish wish) {
    return switch (transactions.inOrg(of, tx -> domains.create(tx, of, name, wish, "test"))) {
      case DomainAdmission.Admitted(BaseDomain domain) -> domain;
      case DomainAdmission other -> throw new AssertionError(other);
    };
  }

  private BaseDomain make(TestChain chain) {
    return make(
        org,
        new SetupWish(
            new Wish.Set<>(chain.chain()),
            new Wish.Set<>(Secret.of(chain.key())),
            new Wish.Keep<>(),
            new Wish.Keep<>(),
            new Wish.Keep<>()));
  }

  private Check found(OrgId of, String check) {
    return switch (checks.check(of, name, "test")) {
      case Looking.Looked(DomainCheck looked) ->
          looked.checks().stream()
              .filter(each -> each.name().equals(check))
              .findFirst()
              .orElseThrow();
      case Looking other -> throw new AssertionError(other);
    };
  }

  private void show(BaseDomain domain) {
    dns.answer(domain.challengeName(), "TXT", 60, domain.challenge());
  }

  @Test
  void whoShowsADomainHasItAndNobodyElse() {
    BaseDomain mine = make(org, SetupWish.NOTHING);
    OrgId other = new OrgId(ids.get());
    BaseDomain theirs = make(other, SetupWish.NOTHING);
    assertThat(mine.challenge()).isNotEqualTo(theirs.challenge());
    Check before = found(org, "ownership");
    assertThat(before.result()).isEqualTo(Result.INCONCLUSIVE);
    assertThat(before.detail()).contains(mine.challengeName(), mine.challenge());

    show(theirs);
    assertThat(found(org, "ownership").result()).isEqualTo(Result.INCONCLUSIVE);
    assertThat(found(other, "ownership").result()).isEqualTo(Result.OK);
    assertThat(domains.find(other, name).orElseThrow().provenAt()).isPresent();

    assertThat(found(org, "ownership").detail()).contains("belongs to another organization");
    show(mine);
    assertThat(found(org, "ownership").result()).isEqualTo(Result.FAILED);
    assertThat(domains.find(org, name).orElseThrow().provenAt()).isEmpty();
    OrgId third = new OrgId(ids.get());
    DomainAdmission made =
        transactions.inOrg(third, tx -> domains.create(tx, third, name, SetupWish.NOTHING, "test"));
    assertThat(made).isEqualTo(new DomainAdmission.Foreign(mine.name()));
    Claim claimed = transactions.inOrg(third, tx -> domains.claim(tx, third, name, "test"));
    assertThat(claimed).isInstanceOf(Claim.Refused.class);

    // it is free again with the domain of who showed it
    assertThat(domains.delete(other, name, "test")).isInstanceOf(Removal.Removed.class);
    assertThat(found(org, "ownership").result()).isEqualTo(Result.OK);
  }

  @Test
  @Tag("K10.dns-checked")
  void namesBelowItAreToldWithWhereTheyLead() {
    make(org, SetupWish.NOTHING);
    assertThat(found(org, "names").detail()).contains("make *." + name + " a CNAME");
    String any = "bowline-check-bootstrap." + name;
    dns.answer(any, "A", any, "CNAME", 300, "lb.example.net");
    dns.answer(any, "A", "lb.example.net", "A", 60, "192.0.2.7");
    Check there = found(org, "names");
    assertThat(there.result()).isEqualTo(Result.OK);
    assertThat(there.detail()).contains("lb.example.net: 192.0.2.7, for 60 s");
    dns.answer(any, "AAAA", 86_400, "::1");
    assertThat(found(org, "names").result()).isEqualTo(Result.FAILED);
  }

  @Test
  void aPrivateAddressAndALongTimeAreToldOf() {
    make(org, SetupWish.NOTHING);
    dns.answer("bowline-check-bootstrap." + name, "A", 86_400, "10.1.2.3");
    Check there = found(org, "names");
    assertThat(there.result()).isEqualTo(Result.OK);
    assertThat(there.detail()).contains("private address", "300 s is usual");
  }

  @Test
  @Tag("K10.dns-checked")
  void theZoneIsToldAndADomainThatNobodyRegisteredIsNoGood() {
    make(org, SetupWish.NOTHING);
    assertThat(found(org, "zone").detail()).contains("in the zone " + zone);
    dns.zone("com");
    assertThat(found(org, "zone").result()).isEqualTo(Result.FAILED);
    dns.zone("");
    assertThat(found(org, "zone").detail()).contains("the root");
    dns.answer(name, "SOA", 60, name);
    assertThat(found(org, "zone").result()).isEqualTo(Result.OK);
  }

  @Test
  @Tag("K10.dns-checked")
  void aCertificateIsWatched() {
    make(TestChain.of(name));
    Check good = found(org, "certificate");
    assertThat(good.result()).as(good.detail()).isEqualTo(Result.OK);
    Instant soon = Instant.now().plus(Duration.ofDays(10)).plusSeconds(60);
    TestChain ending = TestChain.of(Kind.of(name, "*." + name).until(soon));
    assertThat(
            domains.change(
                org,
                name,
                new SetupWish(
                    new Wish.Set<>(ending.chain()),
                    new Wish.Set<>(Secret.of(ending.key())),
                    new Wish.Keep<>(),
                    new Wish.Keep<>(),
                    new Wish.Keep<>()),
                "test"))
        .isInstanceOf(DomainAdmission.Admitted.class);
    // what was found of the one before counts no more
    assertThat(checks.find(domains.find(org, name).orElseThrow())).isEmpty();
    Check watched = found(org, "certificate");
    assertThat(watched.result()).isEqualTo(Result.FAILED);
    assertThat(watched.detail()).contains("in 10 days");
    assertThat(checks.find(domains.find(org, name).orElseThrow()).orElseThrow().result())
        .isEqualTo(Result.FAILED);
  }

  @Test
  void aResolverThatDoesNotAnswerLeavesItOpen() {
    make(org, SetupWish.NOTHING);
    dns.code(5);
    for (String check : List.of("ownership", "zone", "names")) {
      assertThat(found(org, check).result()).as(check).isEqualTo(Result.INCONCLUSIVE);
    }
  }

  @Test
  void aDomainThatIsNotThereIsNotLookedAt() {
    assertThat(checks.check(org, name, "test")).isInstanceOf(Looking.Absent.class);
    assertThat(checks.check(org, "*", "test")).isInstanceOf(Looking.Absent.class);
  }

  @Test
  void addressesOfResolversHavePortsOrNone() {
    assertThat(DomainProbeProducer.address("10.0.0.2").getPort()).isEqualTo(53);
    assertThat(DomainProbeProducer.address("10.0.0.2:5353").getPort()).isEqualTo(5353);
    assertThat(DomainProbeProducer.address("[fd00::2]:53").getAddress().getHostAddress())
        .isEqualTo("fd00:0:0:0:0:0:0:2");
    assertThat(Optional.of("resolver.example.com").map(DomainChecksTest::refused).orElseThrow())
        .contains("bowline.domain.resolvers");
  }

  private static String refused(String text) {
    try {
      return DomainProbeProducer.address(text).toString();
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}

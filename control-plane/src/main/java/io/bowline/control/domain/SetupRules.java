package io.bowline.control.domain;

import io.bowline.cloud.Complaint;
import io.bowline.control.domain.BaseDomain.Setup;
import io.bowline.control.domain.certificate.GivenChain;
import io.bowline.control.secret.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a domain may be set up.
///
/// @param before as it is
/// @param key that was given with its certificate
record SetupRules(DomainName domain, Setup before, Optional<Secret> key, Instant now) {
  private static final int LONGEST_KEY = 16 * 1024;

  /// What came of a wish.
  sealed interface Verdict {
    record Good(Setup setup, Optional<Secret> key) implements Verdict {}

    record Refused(List<Complaint> complaints) implements Verdict {}
  }

  Verdict judge(SetupWish wish) {
    var complaints = new ArrayList<Complaint>();
    Optional<String> chain = chain(wish, complaints);
    Optional<Secret> kept = chain.isPresent() ? wish.key().over(key) : Optional.empty();
    keyComplaint(wish, chain, kept).ifPresent(complaints::add);
    DnsProvider provider =
        wish.provider().over(Optional.of(before.provider())).orElse(DnsProvider.NONE);
    Setup setup =
        new Setup(
            chain, provider, zone(wish, provider, complaints), hosted(wish, provider, complaints));
    return complaints.isEmpty() ? new Verdict.Good(setup, kept) : new Verdict.Refused(complaints);
  }

  private Optional<String> chain(SetupWish wish, List<Complaint> complaints) {
    if (!(wish.chain() instanceof Wish.Set<String>(String pem))) {
      return wish.chain().over(before.chain());
    }
    return switch (GivenChain.read(pem, domain.text(), now)) {
      case GivenChain.Reading.Good(GivenChain good) -> Optional.of(good.pem());
      case GivenChain.Reading.Refused(Complaint complaint) -> {
        complaints.add(complaint);
        yield Optional.empty();
      }
    };
  }

  private static Optional<Complaint> keyComplaint(
      SetupWish wish, Optional<String> chain, Optional<Secret> kept) {
    if (chain.isEmpty()) {
      return wish.key() instanceof Wish.Set<Secret> && !(wish.chain() instanceof Wish.Set<String>)
          ? Optional.of(
              new Complaint("tls_cert", "is missing: tls_key is the key of a certificate."))
          : Optional.empty();
    }
    return kept.map(given -> unfit(chain.get(), given))
        .orElse(
            Optional.of("is missing: it belongs to tls_cert. To have neither, send both as null."))
        .map(why -> new Complaint("tls_key", why));
  }

  private static Optional<String> unfit(String chain, Secret key) {
    String pem = key.revealText();
    if (pem.length() > LONGEST_KEY) {
      return Optional.of("is longer than %d characters.".formatted(LONGEST_KEY));
    }
    return switch (GivenChain.known(chain).match(pem)) {
      case FITS -> Optional.empty();
      case NO_KEY -> Optional.of("holds no private key in PEM.");
      case ENCRYPTED -> Optional.of("is encrypted. Send it without a passphrase.");
      case TOO_LARGE -> Optional.of("is larger than any that is used.");
      case OTHER -> Optional.of("does not belong to tls_cert.");
    };
  }

  private Optional<DomainName> zone(
      SetupWish wish, DnsProvider provider, List<Complaint> complaints) {
    if (!(wish.zone() instanceof Wish.Set<String>(String sent))) {
      return provider == DnsProvider.NONE
          ? Optional.empty()
          : wish.zone() instanceof Wish.Clear<String> ? Optional.empty() : before.zone();
    }
    switch (DomainName.read(sent)) {
      case DomainName.Reading.Refused(String why) ->
          complaints.add(new Complaint("dns_base_domain", why));
      case DomainName.Reading.Good(DomainName zone) when provider == DnsProvider.NONE ->
          complaints.add(
              new Complaint("dns_base_domain", "is for a DNS provider, and dns_provider is None."));
      case DomainName.Reading.Good(DomainName zone) when !domain.isWithin(zone) ->
          complaints.add(
              new Complaint(
                  "dns_base_domain", "must be %s or what it is below.".formatted(domain)));
      case DomainName.Reading.Good(DomainName zone) -> {
        return Optional.of(zone);
      }
    }
    return Optional.empty();
  }

  private Optional<HostedZone> hosted(
      SetupWish wish, DnsProvider provider, List<Complaint> complaints) {
    if (provider == DnsProvider.NONE) {
      if (wish.hosted() instanceof Wish.Set<HostedZone>) {
        complaints.add(new Complaint("aws", "is for Route53, and dns_provider is None."));
      }
      return Optional.empty();
    }
    Optional<HostedZone> hosted = wish.hosted().over(before.hosted());
    if (hosted.isEmpty()) {
      complaints.add(
          new Complaint(
              "aws",
              "is missing: with Route53 it says whose account has the zone, as {\"account\":"
                  + " \"<identifier of a fleet provider>\"}."));
    }
    return hosted;
  }
}

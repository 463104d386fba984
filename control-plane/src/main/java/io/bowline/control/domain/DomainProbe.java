package io.bowline.control.domain;

import com.google.common.net.InternetDomainName;
import io.bowline.cloud.Complaint;
import io.bowline.cloud.probe.Errands;
import io.bowline.cloud.probe.Errands.Errand;
import io.bowline.control.domain.certificate.GivenChain;
import io.bowline.control.domain.dns.Lookup;
import io.bowline.control.domain.dns.Lookup.Kind;
import io.bowline.control.domain.dns.Told;
import io.bowline.model.probe.Check;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Looks at a domain and its certificate.
///
/// @param limit how long the DNS may take for all of it
public record DomainProbe(Lookup lookup, Duration limit) {
  static final String OWNERSHIP = "ownership";
  private static final Duration WARNED = Duration.ofDays(30);
  private static final long LONG_TTL = 3_600;

  /// A name that nobody gives to a cluster, and every wildcard record is for.
  private static final String ANY = "bowline-check-bootstrap";

  /// All that can be found.
  List<Check> look(BaseDomain domain, Instant now) {
    List<Check> told =
        new Errands(limit)
            .run(
                List.of(
                    new Errand(OWNERSHIP, () -> List.of(ownership(domain))),
                    new Errand("zone", () -> List.of(zone(domain))),
                    new Errand("names", () -> List.of(names(domain)))));
    return Stream.concat(told.stream(), Stream.of(certificate(domain, now))).toList();
  }

  private Check ownership(BaseDomain domain) {
    return switch (lookup.ask(domain.challengeName(), Kind.TXT)) {
      case Told.Found(List<Told.Entry> entries)
          when entries.stream().anyMatch(entry -> entry.value().equals(domain.challenge())) ->
          Check.ok(OWNERSHIP, "The TXT record that shows whose domain it is is there.");
      case Told.Found _, Told.Nothing _ ->
          Check.inconclusive(
              OWNERSHIP,
              "There is no TXT record %s with %s. Make it, so that nobody else can have the domain."
                  .formatted(domain.challengeName(), domain.challenge()));
      case Told.Silence(String why) -> silent(OWNERSHIP, why);
    };
  }

  private static Check silent(String name, String why) {
    return Check.inconclusive(name, why + " Try again.");
  }

  private Check zone(BaseDomain domain) {
    return switch (lookup.ask(domain.name().text(), Kind.SOA)) {
      case Told.Silence(String why) -> silent("zone", why);
      case Told.Found(List<Told.Entry> entries) ->
          zone(
              domain,
              entries.stream()
                  .filter(entry -> entry.kind().equals(Kind.SOA.name()))
                  .map(Told.Entry::owner)
                  .findFirst());
      case Told.Nothing(Optional<String> above) -> zone(domain, above);
    };
  }

  private static Check zone(BaseDomain domain, Optional<String> found) {
    if (found.isEmpty()) {
      return Check.inconclusive("zone", "The DNS does not say in which zone it is. Try again.");
    }
    String zone = found.get();
    if (isSuffix(zone)) {
      return Check.failed(
          "zone",
          "Nobody has registered %s: the DNS knows nothing below %s on the way to it. Register it, or"
                  .formatted(domain.name(), zone.isEmpty() ? "the root" : zone)
              + " have its zone delegated.");
    }
    return domain
        .setup()
        .zone()
        .filter(wanted -> !wanted.text().equals(zone))
        .map(wanted ->
            Check.failed(
                "zone",
                "Its records would be made in %s, and the DNS looks for them in %s. Set the one of"
                        .formatted(wanted, zone)
                    + " them that is right."))
        .orElseGet(() -> Check.ok("zone", "Its records are in the zone %s.".formatted(zone)));
  }

  private static boolean isSuffix(String zone) {
    return !InternetDomainName.isValid(zone) || InternetDomainName.from(zone).isPublicSuffix();
  }

  private Check names(BaseDomain domain) {
    String name = domain.name().below(ANY);
    Told four = lookup.ask(name, Kind.A);
    Told six = lookup.ask(name, Kind.AAAA);
    List<Told.Entry> entries = Stream.of(four, six).flatMap(DomainProbe::entries).toList();
    if (!entries.isEmpty()) {
      return leads(entries);
    }
    if (four instanceof Told.Silence(String why)) {
      return silent("names", why);
    }
    return switch (domain.setup().provider()) {
      case ROUTE53 ->
          Check.skipped("names", "Records for names below it are made with the listeners, later.");
      case NONE ->
          Check.inconclusive(
              "names",
              "Names below it do not resolve. When its fleet has a load balancer, make *.%s a CNAME"
                      .formatted(domain.name())
                  + " of it.");
    };
  }

  private static Stream<Told.Entry> entries(Told told) {
    return told instanceof Told.Found(List<Told.Entry> entries) ? entries.stream() : Stream.empty();
  }

  private static Check leads(List<Told.Entry> entries) {
    var aliases = new TreeSet<String>();
    var addresses = new TreeSet<String>();
    long ttl = Long.MAX_VALUE;
    boolean inside = false;
    for (Told.Entry entry : entries) {
      ttl = Math.min(ttl, entry.ttl());
      if (entry.kind().equals("CNAME")) {
        aliases.add(entry.value());
      } else if (!entry.value().isEmpty()) {
        addresses.add(entry.value());
        InetAddress address = InetAddress.ofLiteral(entry.value());
        if (isNowhere(address)) {
          return Check.failed(
              "names",
              "Names below it lead to %s, which is no load balancer. Correct the records."
                  .formatted(entry.value()));
        }
        inside |= address.isSiteLocalAddress();
      }
    }
    return Check.ok(
        "names",
        "Names below it lead to %s%s, for %d s.%s%s"
            .formatted(
                aliases.isEmpty() ? "" : String.join(", ", aliases) + ": ",
                String.join(", ", addresses),
                ttl,
                inside
                    ? " That is a private address: it is reached from its own network only."
                    : "",
                ttl > LONG_TTL ? " A change takes as long to be seen; 300 s is usual." : ""));
  }

  private static boolean isNowhere(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress();
  }

  private static Check certificate(BaseDomain domain, Instant now) {
    Optional<String> chain = domain.setup().chain();
    if (chain.isEmpty()) {
      return Check.skipped(
          "certificate",
          "None was given. One is to be issued, which comes with the listeners; until then endpoints"
              + " have none.");
    }
    return switch (GivenChain.read(chain.get(), domain.name().text(), now)) {
      case GivenChain.Reading.Refused(Complaint complaint) ->
          Check.failed("certificate", "It " + complaint.message());
      case GivenChain.Reading.Good(GivenChain good) when good.until().isBefore(now.plus(WARNED)) ->
          Check.failed(
              "certificate",
              "It ends at %s, in %d days. Send a newer one, and its key."
                  .formatted(good.until(), Duration.between(now, good.until()).toDays()));
      case GivenChain.Reading.Good(GivenChain good) ->
          Check.ok("certificate", "It is good until %s.".formatted(good.until()));
    };
  }
}

package io.bowline.control.domain;

import io.bowline.model.id.BaseDomainId;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.Optional;

/// A domain under which an organization's fleets have their endpoints, without its key.
///
/// @param setup what may be changed of it
/// @param challenge what the organization puts into its DNS to show that the domain is its own
/// @param provenAt when that was first seen there; empty while it is not
/// @param revision grows with every change
public record BaseDomain(
    OrgId org,
    BaseDomainId id,
    DomainName name,
    Setup setup,
    String challenge,
    Optional<Instant> provenAt,
    long revision,
    Made made) {

  /// What may be changed.
  ///
  /// @param chain the certificate that was given, leaf first, in PEM; empty when one is to be
  ///   issued
  /// @param zone in which the records are made
  /// @param hosted where that zone is, with `ROUTE53`
  public record Setup(
      Optional<String> chain,
      DnsProvider provider,
      Optional<DomainName> zone,
      Optional<HostedZone> hosted) {
    /// Records made by the customer, and a certificate that is to be issued.
    public static final Setup NOTHING =
        new Setup(Optional.empty(), DnsProvider.NONE, Optional.empty(), Optional.empty());
  }

  /// By whom and when.
  public record Made(String by, Instant at, Instant changedAt) {}

  /// The name at which the challenge is looked for.
  public String challengeName() {
    return name.below("_bowline-challenge");
  }
}

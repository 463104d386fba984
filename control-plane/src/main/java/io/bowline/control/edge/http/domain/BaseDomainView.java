package io.bowline.control.edge.http.domain;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bowline.control.domain.BaseDomain;
import io.bowline.control.domain.DomainName;
import io.bowline.control.domain.HostedZone;
import io.bowline.control.domain.certificate.GivenChain;
import io.bowline.control.edge.http.documented.Timestamp;
import io.bowline.control.org.Organization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A base domain as the API shows it.
///
/// @param organization its name
/// @param tlsCert as it is presented; null when one is to be issued
/// @param tlsKey masked; null when there is none
/// @param certificate what the certificate says; null when one is to be issued
/// @param ownership how the organization shows that the domain is its own
public record BaseDomainView(
    String id,
    String organization,
    String domain,
    @JsonProperty("tls_cert") @Nullable String tlsCert,
    @JsonProperty("tls_key") @Nullable String tlsKey,
    @JsonProperty("dns_provider") String dnsProvider,
    @JsonProperty("dns_base_domain") @Nullable String dnsBaseDomain,
    @Nullable HostedZoneView aws,
    @Nullable CertificateView certificate,
    OwnershipView ownership,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("updated_at") String updatedAt) {

  /// Where in AWS the records are made.
  ///
  /// @param account the identifier of a fleet provider
  /// @param hostedZoneId found by its name when it is null
  public record HostedZoneView(
      String account, @JsonProperty("hosted_zone_id") @Nullable String hostedZoneId) {
    static HostedZoneView of(HostedZone hosted) {
      return new HostedZoneView(hosted.account(), hosted.id().orElse(null));
    }
  }

  /// What a certificate says.
  ///
  /// @param notAfter when it, or the first of those above it, ends
  public record CertificateView(
      List<String> names, String issuer, @JsonProperty("not_after") String notAfter) {
    /// Of what was given.
    public static CertificateView of(GivenChain chain) {
      return new CertificateView(
          chain.names(),
          chain.leaf().getIssuerX500Principal().getName(),
          Timestamp.of(chain.until()));
    }
  }

  /// A TXT record, and when it was first seen.
  public record OwnershipView(
      String record, String value, @JsonProperty("proven_at") @Nullable String provenAt) {}

  static BaseDomainView of(Organization organization, BaseDomain domain) {
    BaseDomain.Setup setup = domain.setup();
    return new BaseDomainView(
        domain.id().toString(),
        organization.name(),
        domain.name().text(),
        setup.chain().orElse(null),
        setup.chain().map(_ -> SentBaseDomain.MASK).orElse(null),
        setup.provider().text(),
        setup.zone().map(DomainName::text).orElse(null),
        setup.hosted().map(HostedZoneView::of).orElse(null),
        setup.chain().map(GivenChain::known).map(CertificateView::of).orElse(null),
        new OwnershipView(
            domain.challengeName(),
            domain.challenge(),
            domain.provenAt().map(Timestamp::of).orElse(null)),
        Timestamp.of(domain.made().at()),
        Timestamp.of(domain.made().changedAt()));
  }
}

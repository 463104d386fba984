package io.bowline.control.edge.http.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bowline.control.domain.BaseDomain;
import io.bowline.control.domain.DomainCheck;
import io.bowline.control.domain.certificate.GivenChain;
import io.bowline.control.edge.http.domain.BaseDomainView.CertificateView;
import io.bowline.control.edge.http.domain.DomainCheckView;
import io.bowline.control.fleet.Fleet;
import io.bowline.control.kafka.KafkaCluster;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// The names under which a fleet's clusters are reached.
///
/// @param domain the fleet's base domain, below which all of them are
/// @param dnsProvider where its records are made
/// @param certificate that was given for it; null when one is to be issued
/// @param check what was found when the domain was last looked at
@Schema(name = "FleetEndpoints")
public record EndpointsView(
    String fleet,
    String domain,
    @JsonProperty("dns_provider") String dnsProvider,
    @Nullable CertificateView certificate,
    DomainCheckView check,
    List<EndpointView> clusters) {
  /// Those of one cluster.
  ///
  /// @param bootstrapHost where clients connect first
  /// @param brokerHosts where they are led from there; `<n>` stands for a broker's number
  @Schema(name = "ClusterEndpoint")
  public record EndpointView(
      String cluster,
      @JsonProperty("bootstrap_host") String bootstrapHost,
      @JsonProperty("broker_hosts") String brokerHosts) {
    static EndpointView of(KafkaCluster cluster) {
      return new EndpointView(cluster.identifier(), cluster.bootstrapHost(), cluster.brokerHosts());
    }
  }

  static EndpointsView of(
      Fleet fleet, BaseDomain domain, Optional<DomainCheck> check, List<KafkaCluster> clusters) {
    return new EndpointsView(
        fleet.identifier(),
        domain.name().text(),
        domain.setup().provider().text(),
        domain.setup().chain().map(GivenChain::known).map(CertificateView::of).orElse(null),
        check.map(DomainCheckView::of).orElseGet(DomainCheckView::pending),
        clusters.stream().map(EndpointView::of).toList());
  }
}

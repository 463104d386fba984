package io.bowline.runner.hosted;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.grant.ClusterWay;
import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.kubeconfig.ClusterCredential;
import io.bowline.driver.aws.EksToken;
import io.bowline.driver.azure.AzureHome;
import io.bowline.driver.azure.AzurePlace;
import io.bowline.driver.gcp.GcpHome;
import io.bowline.driver.gcp.GcpPlace;
import io.bowline.driver.oracle.OkeToken;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/// The way into clusters that were made in a cloud: a token for minutes, made of the credentials
/// that made the cluster. No kubeconfig of them is kept anywhere.
///
/// @param gcp where the token is asked for; AWS's and Oracle's are signed here
/// @param azure the same
record MadeClusters(GcpPlace gcp, AzurePlace azure, Clock clock) {
  private static final Duration AN_HOUR = Duration.ofMinutes(55);

  /// The clouds themselves.
  ///
  /// @param limit for a token
  static MadeClusters usual(Clock clock, Duration limit) {
    return new MadeClusters(
        new GcpPlace(Optional.empty(), limit), new AzurePlace(Optional.empty(), limit), clock);
  }

  /// A token and how long it is good.
  private record Ticket(String token, Duration life) {}

  /// What a kubeconfig would say. A cloud that gives no token says so by a `CloudRefusal`.
  ClusterAccess access(ClusterWay.Made made) throws InterruptedException {
    Ticket ticket = ticket(made);
    return new ClusterAccess(
        made.name(),
        made.server(),
        Optional.empty(),
        Optional.of(new String(Base64.getDecoder().decode(made.authority()), UTF_8)),
        new ClusterCredential.Token(
            ticket.token(), Optional.of(clock.instant().plus(ticket.life()))),
        Optional.empty());
  }

  private Ticket ticket(ClusterWay.Made made) throws InterruptedException {
    Configuration provider = made.provider();
    return switch (provider.cloud()) {
      case AWS ->
          new Ticket(new EksToken(clock).of(provider, made.region(), made.name()), EksToken.LIFE);
      case GCP -> new Ticket(GcpHome.open(gcp, provider).token().reveal(), AN_HOUR);
      case AZURE -> new Ticket(AzureHome.clusterToken(azure, provider).reveal(), AN_HOUR);
      case ORACLE -> new Ticket(OkeToken.of(provider, made.region(), made.name()), OkeToken.LIFE);
    };
  }
}

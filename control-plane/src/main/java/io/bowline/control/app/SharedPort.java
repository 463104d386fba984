package io.bowline.control.app;

import io.bowline.control.edge.grpc.AddressSettings;
import io.bowline.control.edge.grpc.LinkServer;
import io.bowline.control.edge.grpc.LinkSettings;
import io.bowline.control.edge.http.HttpSettings;
import io.bowline.control.edge.ingest.IngestServers;
import io.bowline.control.edge.ingest.IngestSettings;
import io.bowline.control.edge.sni.SharedPortSettings;
import io.bowline.control.edge.sni.SniRouter;
import io.bowline.control.platform.Probe;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Opens the one port that leads to all listeners, when it is configured, after those are open.
@Singleton
public final class SharedPort implements Probe {
  private static final Logger LOG = Logger.getLogger(SharedPort.class);

  private final SharedPortSettings settings;
  private final String domain;
  private final LinkServer link;
  private final IngestServers ingest;
  private final Hosts hosts;
  private volatile Optional<SniRouter> router = Optional.empty();

  /// Where the listeners are that connections are passed on to.
  @Singleton
  record Hosts(LinkSettings link, IngestSettings ingest, HttpSettings http) {}

  SharedPort(
      SharedPortSettings settings,
      AddressSettings addresses,
      LinkServer link,
      IngestServers ingest,
      Hosts hosts) {
    this.settings = settings;
    this.domain = addresses.alternateDomain().orElse("");
    this.link = link;
    this.ingest = ingest;
    this.hosts = hosts;
  }

  void open(@Observes @Priority(9000) StartupEvent starting) {
    settings
        .port()
        .ifPresent(port -> {
          SniRouter opened =
              SniRouter.open(new InetSocketAddress(settings.host(), port), this::listener);
          router = Optional.of(opened);
          LOG.infof("every listener by SNI on %s:%d", settings.host(), opened.port());
        });
  }

  void close(@Observes ShutdownEvent stopping) {
    router.ifPresent(SniRouter::close);
  }

  /// Where it listens; empty when it is not configured.
  public Optional<Integer> port() {
    return router.map(SniRouter::port);
  }

  private InetSocketAddress listener(String name) {
    List<Integer> ingestPorts = ingest.ports();
    return switch (name.endsWith("." + domain) ? name.substring(0, name.indexOf('.')) : "") {
      case "link" -> here(hosts.link().host(), link.port().orElse(hosts.http().port()));
      case "logs" -> here(hosts.ingest().host(), ingestPorts.getFirst());
      case "metrics" -> here(hosts.ingest().host(), ingestPorts.getLast());
      default -> here(hosts.http().host(), hosts.http().port());
    };
  }

  /// A listener on all addresses is reached by the one of this machine alone.
  private static InetSocketAddress here(String host, int port) {
    InetSocketAddress named = new InetSocketAddress(host, port);
    return named.getAddress() == null || named.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
        : named;
  }

  @Override
  public String part() {
    return "shared-port";
  }

  @Override
  public boolean works() {
    return settings.port().isEmpty() || router.map(SniRouter::isOpen).orElse(false);
  }
}

package io.bowline.control.edge.grpc;

import io.bowline.control.finding.Findings;
import io.bowline.control.hosted.Handover;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.ServerTls;
import io.bowline.control.install.Installs;
import io.bowline.control.job.Jobs;
import io.bowline.control.platform.event.Hints;
import io.bowline.control.readiness.Readiness;
import io.bowline.control.runner.Enrollments;
import io.bowline.control.runner.Sessions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Opens the link when the process starts and lets runners go in peace when it stops.
@Singleton
public final class LinkServer {
  private static final Logger LOG = Logger.getLogger(LinkServer.class);
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final LinkSettings settings;
  private final ServerTls tls;
  private final Peers peers;
  private final LinkService service;
  private final LiveStreams streams;
  private volatile Optional<LinkListener> listener = Optional.empty();

  /// What the link stands on, beside the features.
  @Singleton
  record Ground(
      ServerTls tls, Authority authority, Hints hints, Clock clock, SecureRandom random) {}

  /// The features behind it.
  @Singleton
  record Features(
      Jobs jobs,
      Installs installs,
      Sessions sessions,
      Enrollments enrollments,
      Findings findings,
      Readiness readiness,
      Handover handover) {}

  LinkServer(LinkSettings settings, AddressSettings addresses, Ground ground, Features features) {
    this.settings = settings;
    this.tls = ground.tls();
    this.streams =
        new LiveStreams(
            ground.hints(),
            features.sessions(),
            ground.clock(),
            ground.random(),
            settings.streamAge());
    this.peers = new Peers(ground.authority()::bundle, ground.tls().trustDomain(), ground.clock());
    this.service =
        new LinkService(
            new Rooms(
                features.jobs(),
                features.installs(),
                features.sessions(),
                features.enrollments(),
                features.findings(),
                features.readiness(),
                features.handover()),
            new StreamTerms(
                settings.heartbeat(),
                addresses.addresses(),
                features.enrollments().trustRootVersion(),
                () -> serverAuthorities(ground),
                settings.replica().orElseGet(LinkServer::hostName),
                ground.clock()),
            streams,
            new Buckets(settings.streamsPerSecond(), ground.clock()),
            new Buckets(settings.certificatesPerSecond(), ground.clock()));
  }

  void open(@Observes @Priority(100) StartupEvent starting) {
    listener =
        Optional.of(
            new LinkListener(
                new InetSocketAddress(settings.host(), settings.port()),
                tls.keyManager(),
                peers,
                service));
  }

  void close(@Observes ShutdownEvent stopping) throws InterruptedException {
    streams.close();
    if (listener.isPresent()) {
      LOG.infof("letting %d runners go", streams.size());
      streams.drainAll(settings.drainSpread(), "this replica stops");
      listener.get().close(GRACE);
    }
  }

  /// Where it listens; empty while it does not.
  public Optional<Integer> port() {
    return listener.filter(LinkListener::open).map(LinkListener::port);
  }

  /// How many streams this replica holds.
  public int streams() {
    return streams.size();
  }

  /// What runners check our server certificate against: our own CAs, when they issued it; else
  /// runners keep what their installer gave them.
  private static List<X509Certificate> serverAuthorities(Ground ground) {
    List<X509Certificate> bundle = ground.authority().bundle();
    X509Certificate server = ground.tls().serverCertificate();
    boolean ours =
        bundle.stream()
            .anyMatch(authority ->
                authority.getSubjectX500Principal().equals(server.getIssuerX500Principal()));
    return ours ? bundle : List.of();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unnamed";
    }
  }
}

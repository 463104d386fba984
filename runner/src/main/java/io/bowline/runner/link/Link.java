package io.bowline.runner.link;

import io.bowline.proto.codec.LinkRefusal;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Keeps the runner connected: enrolls, connects, renews, recovers, and comes back after every end
/// with full-jitter back-off.
public final class Link {
  private static final Logger LOG = Logger.getLogger(Link.class);

  /// Certificates are renewed at a random point between half and six tenths of their life, so that
  /// runners which enrolled together do not renew together.
  private static final double RENEW_FROM = 0.5;

  private static final double RENEW_SPREAD = 0.1;
  private static final int MOST_SAID = 10;
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Certificates certificates;
  private final Connector connector;
  private final Clock clock;
  private final RandomGenerator random;
  private final BackOff backOff;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("link").unstarted(this::run);
  private final CountDownLatch connectedOnce = new CountDownLatch(1);
  private volatile Optional<Instant> connectedSince = Optional.empty();
  private final Set<String> said = new HashSet<>();
  private Optional<Received> received = Optional.empty();

  Link(Certificates certificates, Connector connector, Clock clock, RandomGenerator random) {
    this(certificates, connector, clock, random, new BackOff(random));
  }

  Link(
      Certificates certificates,
      Connector connector,
      Clock clock,
      RandomGenerator random,
      BackOff backOff) {
    this.certificates = certificates;
    this.connector = connector;
    this.clock = clock;
    this.random = random;
    this.backOff = backOff;
  }

  /// Begins to connect; returns at once.
  public void start() {
    thread.start();
  }

  /// Waits until a stream was welcomed for the first time.
  public void awaitConnected() throws InterruptedException {
    connectedOnce.await();
  }

  /// Since when there is a welcomed stream; empty when there is none.
  public Optional<Instant> connectedSince() {
    return connectedSince;
  }

  /// Leaves in peace and stays away.
  public void stop() throws InterruptedException {
    stop.countDown();
    if (thread.isAlive()) {
      thread.join(Duration.ofSeconds(5));
      thread.interrupt();
    }
    connector.close();
  }

  private void run() {
    try {
      boolean stopped = false;
      while (!stopped) {
        stopped = pause(once());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits, but not for longer than there is nothing new to try.
  ///
  /// @return whether the runner stops
  private boolean pause(Duration wait) throws InterruptedException {
    long left = wait.toMillis();
    while (left > 0 && !certificates.newBootstrap()) {
      long slice = Math.min(left, LOOK_EVERY.toMillis());
      if (stop.await(slice, TimeUnit.MILLISECONDS)) {
        return true;
      }
      left -= slice;
    }
    return stop.getCount() == 0;
  }

  /// One connection from its beginning to its end.
  ///
  /// @return the pause before the next one
  private Duration once() throws InterruptedException {
    try {
      KeyMaterial material = certificates.valid(connector);
      Session session = connector.connect(material);
      certificates.welcomed(session.welcome(), material);
      Instant since = clock.instant();
      connectedSince = Optional.of(since);
      connectedOnce.countDown();
      said.clear();
      say("connected to " + connector.address());
      Session.End end = stay(session);
      connectedSince = Optional.empty();
      backOff.lived(Duration.between(since, clock.instant()));
      return after(end);
    } catch (LinkFailure e) {
      connectedSince = Optional.empty();
      return after(e);
    }
  }

  /// Stays on the stream, and on its successors under newer certificates, until one ends.
  private Session.End stay(Session first) throws InterruptedException {
    Session session = first;
    Instant renewAt = renewal(certificates.present());
    while (true) {
      Duration untilRenewal = Duration.between(clock.instant(), renewAt);
      Optional<Session.End> end = awaitEnd(session, untilRenewal);
      if (end.isPresent()) {
        return end.get();
      }
      if (stop.getCount() == 0) {
        session.leave("this runner stops");
        return new Session.End.Left();
      }
      if (!clock.instant().isBefore(renewAt)) {
        session = renewed(session);
        renewAt = renewal(certificates.present());
      }
    }
  }

  /// Waits in slices, so that a stop and a turned clock are seen.
  private Optional<Session.End> awaitEnd(Session session, Duration atMost)
      throws InterruptedException {
    Duration slice = Duration.ofMillis(250);
    return session.await(atMost.compareTo(slice) < 0 ? max(atMost) : slice);
  }

  private static Duration max(Duration wait) {
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /// A newer certificate counts only when a new stream was welcomed with it; until then the old
  /// stream goes on.
  private Session renewed(Session old) throws InterruptedException {
    try {
      KeyMaterial next = certificates.renewed(connector);
      Session fresh = connector.connect(next);
      certificates.welcomed(fresh.welcome(), next);
      received = Optional.of(new Received(next.leaf(), clock.instant()));
      old.leave("goes on under a newer certificate");
      say("renewed; the certificate ends at " + next.ends());
      return fresh;
    } catch (LinkFailure e) {
      say("not renewed: " + e.getMessage());
      certificates.renewalFailed();
      return old;
    }
  }

  /// This machine's clock may be wrong by years. What was received in this process is therefore
  /// counted from then on, and anything else is renewed within the certificate's length from now.
  private Instant renewal(KeyMaterial material) {
    double part = RENEW_FROM + RENEW_SPREAD * random.nextDouble();
    Duration within = Duration.ofMillis((long) (material.life().toMillis() * part));
    Instant planned =
        received
            .filter(last -> last.certificate().equals(material.leaf()))
            .map(last -> last.at().plus(within))
            .orElseGet(() -> material.at(part));
    Instant latest = clock.instant().plus(within);
    return certificates.notBefore(planned.isAfter(latest) ? latest : planned);
  }

  /// A certificate, and when it came by this machine's clock.
  private record Received(X509Certificate certificate, Instant at) {}

  private Duration after(Session.End end) {
    return switch (end) {
      case Session.End.Drained(Duration retryAfter, String reason) -> {
        say("the control plane asks to come back in " + retryAfter + ": " + reason);
        connector.usual();
        yield retryAfter;
      }
      case Session.End.Failed(LinkFailure failure) -> after(failure);
      case Session.End.Left() -> Duration.ZERO;
    };
  }

  private Duration after(LinkFailure failure) {
    say(failure.getMessage());
    connector.failed();
    certificates.refused(failure);
    boolean person = failure.refusal().map(Link::needsAPerson).orElse(false);
    Duration wait = person ? backOff.seldom() : backOff.next();
    return failure.retryAfter().filter(hint -> hint.compareTo(wait) > 0).orElse(wait);
  }

  private static boolean needsAPerson(LinkRefusal refusal) {
    return switch (refusal) {
      case TOKEN_UNKNOWN,
          TOKEN_USED,
          TOKEN_EXPIRED,
          TOKEN_FOREIGN,
          ACCOUNT_UNPROVEN,
          REQUEST_MALFORMED,
          PROOF_WRONG,
          CERTIFICATE_MISSING,
          CERTIFICATE_FOREIGN,
          CERTIFICATE_REVOKED,
          RUNNER_UNKNOWN,
          RECOVERY_REFUSED,
          RECOVERY_REPLAYED,
          PROTOCOL_UNSUPPORTED,
          SUPERSEDED,
          ROLE_WRONG ->
          true;
      case CERTIFICATE_EXPIRED,
          BUSY,
          DRAINING,
          TOO_SLOW,
          SILENT,
          LEASE_OVER,
          JOB_NOT_RUNNING,
          CREDENTIAL_ABSENT,
          CREDENTIAL_SPENT ->
          false;
    };
  }

  /// One line for people, once as long as nothing else is: two addresses that take turns to fail
  /// are two lines.
  private void say(@Nullable String line) {
    String text = String.valueOf(line);
    if (said.size() >= MOST_SAID) {
      said.clear();
    }
    if (said.add(text)) {
      LOG.infof("link: %s", text);
    } else {
      LOG.debugf("link: %s", text);
    }
  }
}

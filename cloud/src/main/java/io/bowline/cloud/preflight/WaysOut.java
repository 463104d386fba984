package io.bowline.cloud.preflight;

import io.bowline.model.preflight.Seen;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// Looks whether the ways out that an install needs are open from here, and who is at their end.
public final class WaysOut {
  private static final Duration NEAR = Duration.ofSeconds(30);
  private static final Duration FAR = Duration.ofMinutes(5);

  private final List<X509Certificate> authorities;
  private final Instant now;

  /// @param authorities whom the control plane's certificates are of; none for those that Java
  ///   knows
  public WaysOut(List<X509Certificate> authorities, Instant now) {
    this.authorities = List.copyOf(authorities);
    this.now = now;
  }

  /// All of them, side by side, in their order.
  ///
  /// @throws InterruptedException when whoever waits is interrupted
  public List<Seen> look(List<Way> ways) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Seen>>> looks =
          threads.invokeAll(
              ways.stream().<Callable<List<Seen>>>map(way -> () -> look(way)).toList());
      var seen = new ArrayList<Seen>();
      for (Future<List<Seen>> look : looks) {
        seen.addAll(look.get());
      }
      return seen;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Name, connection and TLS of one way; and what time it is there.
  private List<Seen> look(Way way) {
    var seen = new ArrayList<Seen>();
    try {
      InetAddress[] found = InetAddress.getAllByName(way.host());
      seen.add(
          Seen.ok(
              way.name() + ".dns",
              way.host()
                  + " is "
                  + Arrays.stream(found)
                      .map(InetAddress::getHostAddress)
                      .collect(Collectors.joining(", "))));
      connected(way, List.of(found), seen);
    } catch (UnknownHostException e) {
      seen.add(
          Seen.fail(
              way.name() + ".dns",
              "the name %s is not known here".formatted(way.host()),
              "The runner would not find the control plane.",
              "Let this network ask a DNS that knows public names, or forward %s to one."
                  .formatted(way.host())));
    }
    return seen;
  }

  private void connected(Way way, List<InetAddress> found, List<Seen> seen) {
    try (Socket tcp = Handshake.tcp(found, way.port())) {
      seen.add(Seen.ok(way.name() + ".tcp", "connected to " + way));
      try (Handshake handshake = new Handshake(tcp, way, authorities)) {
        seen.add(tls(way, handshake));
        if (way.name().equals("artifacts")) {
          seen.add(clock(handshake.date(way)));
        }
      } catch (IOException | GeneralSecurityException e) {
        seen.add(
            Seen.fail(
                way.name() + ".tls",
                "%s speaks no TLS with us: it ended the connection".formatted(way),
                "Something between here and the control plane takes the connection and does not pass it on, or"
                    + " another program listens there.",
                "Let TCP to %s out as it is, without inspection.".formatted(way)));
      }
    } catch (IOException e) {
      boolean refused = e instanceof ConnectException;
      seen.add(
          Seen.fail(
              way.name() + ".tcp",
              refused ? way + " refuses the connection" : way + " does not answer",
              "The runner's " + way.name() + " has no way out.",
              "Open TCP from here to %s (firewall, security group, network policy), and keep it open."
                  .formatted(way)));
    }
  }

  private static Seen tls(Way way, Handshake handshake) {
    Optional<String> complaint = handshake.complaint();
    if (complaint.isEmpty()) {
      return Seen.ok(way.name() + ".tls", "the certificate is of " + handshake.issuer());
    }
    return Seen.fail(
        way.name() + ".tls",
        "the certificate of %s is of %s: %s".formatted(way, handshake.issuer(), complaint.get()),
        "It is not the control plane's: somebody between here and there opens the connection (TLS inspection)."
            + " The runner believes the control plane's authorities alone, and does not connect.",
        "Except %s from TLS inspection. If you gave no --authorities: the control plane may have its own."
            .formatted(way));
  }

  private Seen clock(Optional<Instant> there) {
    if (there.isEmpty()) {
      return Seen.unknown(
          "clock", "nobody said what time it is", "The clock was not compared.", "");
    }
    Duration apart = Duration.between(there.get(), now).abs();
    String seen = "this clock and the control plane's are %d s apart".formatted(apart.toSeconds());
    if (apart.compareTo(NEAR) <= 0) {
      return Seen.ok("clock", seen);
    }
    String means =
        "Certificates and the cloud's signatures are refused by clocks that differ by minutes.";
    String fix = "Set this machine's clock, and have it kept.";
    return (apart.compareTo(FAR) > 0
            ? Seen.fail("clock", seen, means, fix)
            : Seen.warn("clock", seen, means, fix))
        .by("timedatectl set-ntp true");
  }
}

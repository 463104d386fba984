package io.bowline.runner.hosted.cluster;

import io.bowline.cloud.kubeconfig.ClusterAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Opens the way to a cluster: looks up its name once, judges where it leads, and keeps to the
/// address that answered, however the name is answered later.
public final class ClusterDoor {
  private static final long MOST_BYTES = 256L * 1024 * 1024;
  private static final int MOST_ADDRESSES = 8;

  private final AddressPolicy policy;
  private final Names names;
  private final Dial dial;
  private final Patience patience;

  /// How long one waits.
  ///
  /// @param connect for a connection
  /// @param call for the whole of an answer
  /// @param life for all calls through one door
  public record Patience(Duration connect, Duration call, Duration life) {
    /// For a person who waits.
    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMinutes(10));
  }

  public ClusterDoor(AddressPolicy policy, Names names, Dial dial, Patience patience) {
    this.policy = policy;
    this.names = names;
    this.dial = dial;
    this.patience = patience;
  }

  /// Calls of that cluster.
  ///
  /// @throws CallFailure saying why it cannot be reached, or may not be
  public ClusterCalls open(ClusterAccess access) throws CallFailure {
    URI server = access.server();
    String host = server.getHost();
    int port = server.getPort() < 0 ? 443 : server.getPort();
    InetSocketAddress pinned = answering(host, allowed(host), port);
    try {
      var limits = new Tunnel.Limits(patience.connect(), patience.life(), MOST_BYTES);
      Tunnel tunnel = Tunnel.to(pinned, dial, limits);
      try {
        return ClusterCalls.through(tunnel, access, patience.call());
      } catch (CallFailure e) {
        tunnel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new CallFailure("No connection can be made from here. Try again.", e);
    }
  }

  private List<InetAddress> allowed(String host) throws CallFailure {
    String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    List<InetAddress> found;
    try {
      found = names.of(plain);
    } catch (UnknownHostException e) {
      throw new CallFailure(
          "The name %s is not known here. Give the name or address by which the cluster's API is reached from the internet."
              .formatted(host),
          e);
    }
    List<InetAddress> allowed = new ArrayList<>();
    String refusal = "leads nowhere";
    for (InetAddress each : found.stream().limit(MOST_ADDRESSES).toList()) {
      var complaint = policy.complaint(each);
      if (complaint.isEmpty()) {
        allowed.add(each);
      } else {
        refusal = "leads to %s, which %s".formatted(each.getHostAddress(), complaint.get());
      }
    }
    if (allowed.isEmpty()) {
      throw new CallFailure("The name %s %s.".formatted(host, refusal));
    }
    return allowed;
  }

  private InetSocketAddress answering(String host, List<InetAddress> addresses, int port)
      throws CallFailure {
    IOException last = new IOException("nothing was tried");
    for (InetAddress each : addresses) {
      var there = new InetSocketAddress(each, port);
      try (Socket tried = dial.to(there, patience.connect())) {
        if (tried.isConnected()) {
          return there;
        }
      } catch (IOException e) {
        last = e;
      }
    }
    throw new CallFailure(
        "Nobody answers at %s, port %d. Look whether the cluster's API can be reached from the internet, and whether a firewall lets this address in."
            .formatted(host, port),
        last);
  }
}

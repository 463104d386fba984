package io.bowline.runner.hosted.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.kubeconfig.ClusterCredential;
import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import io.bowline.simulator.platform.SelfSigned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server on this machine under a public name and address, as customers' clusters have them.
public final class TestCluster {
  public static final String NAME = "cluster.example.com";
  public static final InetAddress PUBLIC = InetAddress.ofLiteral("203.0.113.10");
  public static final ClusterDoor.Patience SHORT =
      new ClusterDoor.Patience(
          Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMinutes(2));

  /// Every address that was dialled.
  public final List<InetSocketAddress> dialled = new CopyOnWriteArrayList<>();

  /// Every name that was looked up.
  public final List<String> asked = new CopyOnWriteArrayList<>();

  private final int port;
  private final String authorities;
  private final String token;

  private TestCluster(int port, String authorities, String token) {
    this.port = port;
    this.authorities = authorities;
    this.token = token;
  }

  public static TestCluster of(int port, SelfSigned certificate) {
    return new TestCluster(port, certificate.pem(), "a-token");
  }

  public static TestCluster of(Account account, Path folder) {
    try {
      return new TestCluster(
          URI.create(account.apiUrl()).getPort(),
          Files.readString(folder.resolve("ca.crt"), UTF_8),
          account.token());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An account with this many nodes, each of 8 processors and 32 GB.
  public static Account account(Path folder, int nodes) {
    return Account.start(folder, AccountOptions.usual().withNodes(nodes).withEveryImage());
  }

  /// By a name that is known to lead to a public address.
  public ClusterAccess access() {
    return access(Optional.of("localhost"));
  }

  public ClusterAccess access(Optional<String> tlsName) {
    return new ClusterAccess(
        "test",
        URI.create("https://" + NAME + ":" + port),
        tlsName,
        Optional.of(authorities),
        new ClusterCredential.Token(token, Optional.empty()),
        Optional.empty());
  }

  public Names names(InetAddress... addresses) {
    return name -> {
      asked.add(name);
      return List.of(addresses);
    };
  }

  /// Leads every address to the server on this machine.
  public Dial dial() {
    return (address, within) -> {
      dialled.add(address);
      return Dial.DIRECT.to(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()), within);
    };
  }

  public ClusterDoor door() {
    return door(SHORT);
  }

  public ClusterDoor door(ClusterDoor.Patience patience) {
    return new ClusterDoor(AddressPolicy.allowing(List.of()), names(PUBLIC), dial(), patience);
  }
}

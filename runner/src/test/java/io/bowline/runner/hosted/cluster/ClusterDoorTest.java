package io.bowline.runner.hosted.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.simulator.Account;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDoorTest {
  private static final InetAddress METADATA = InetAddress.ofLiteral("169.254.169.254");
  private static final AddressPolicy PUBLIC_ONLY = AddressPolicy.allowing(List.of());

  @TempDir private static Path folder;
  private static Account account;
  private final TestCluster cluster = TestCluster.of(account, folder);

  @BeforeAll
  static void start() {
    account = TestCluster.account(folder, 1);
  }

  @AfterAll
  static void stop() {
    account.close();
  }

  private ClusterDoor door(Names names) {
    return new ClusterDoor(PUBLIC_ONLY, names, cluster.dial(), TestCluster.SHORT);
  }

  @Test
  @Tag("K23b.rebinding-pinned")
  void aNameThatLeadsElsewhereLaterIsNotFollowed() throws Exception {
    Names rebinding =
        name -> {
          cluster.asked.add(name);
          return List.of(cluster.asked.size() == 1 ? TestCluster.PUBLIC : METADATA);
        };
    try (ClusterCalls calls = door(rebinding).open(cluster.access())) {
      for (int i = 0; i < 5; i++) {
        assertThat(calls.get("/version").status()).isEqualTo(200);
      }
      // a connection that broke off is made anew, to the same address
      assertThat(calls.get("/api/v1/nodes").ok()).isTrue();
    }
    assertThat(cluster.asked).containsExactly(TestCluster.NAME);
    assertThat(cluster.dialled)
        .extracting(InetSocketAddress::getAddress)
        .containsOnly(TestCluster.PUBLIC);
  }

  @Test
  void theCertificateHasToBeForTheNameAndNotForTheAddress() throws Exception {
    // it is for localhost and 127.0.0.1, which is where the connection really ends
    try (ClusterCalls calls =
        door(cluster.names(TestCluster.PUBLIC)).open(cluster.access(Optional.empty()))) {
      assertThatThrownBy(() -> calls.get("/version"))
          .isInstanceOf(CallFailure.class)
          .hasMessageContaining("does not prove");
    }
  }

  @Test
  void aNameThatLeadsToAForbiddenAddressIsNotDialled() {
    assertThatThrownBy(() -> door(cluster.names(METADATA)).open(cluster.access()))
        .isInstanceOf(CallFailure.class)
        .hasMessageContaining("169.254.169.254")
        .hasMessageContaining("link-local");
    assertThatThrownBy(
            () -> door(cluster.names(InetAddress.ofLiteral("10.0.0.1"))).open(cluster.access()))
        .isInstanceOf(CallFailure.class)
        .hasMessageContaining("private");
    assertThat(cluster.dialled).isEmpty();
  }

  @Test
  void ofSeveralAddressesOnlyThoseThatMayBeAreDialled() throws Exception {
    InetAddress second = InetAddress.ofLiteral("203.0.113.20");
    Dial firstIsDown =
        (address, within) -> {
          if (address.getAddress().equals(TestCluster.PUBLIC)) {
            cluster.dialled.add(address);
            throw new ConnectException("refused");
          }
          return cluster.dial().to(address, within);
        };
    var door =
        new ClusterDoor(
            PUBLIC_ONLY,
            cluster.names(METADATA, TestCluster.PUBLIC, second),
            firstIsDown,
            TestCluster.SHORT);
    try (ClusterCalls calls = door.open(cluster.access())) {
      assertThat(calls.get("/version").ok()).isTrue();
    }
    assertThat(cluster.dialled.getFirst().getAddress()).isEqualTo(TestCluster.PUBLIC);
    assertThat(cluster.dialled.subList(1, cluster.dialled.size()))
        .extracting(InetSocketAddress::getAddress)
        .containsOnly(second);
  }

  @Test
  void aNameThatNobodyKnowsIsSaid() {
    Names nobody =
        name -> {
          throw new UnknownHostException(name);
        };
    assertThatThrownBy(() -> door(nobody).open(cluster.access()))
        .isInstanceOf(CallFailure.class)
        .hasMessageContaining(TestCluster.NAME)
        .hasMessageContaining("not known");
    assertThatThrownBy(() -> door(name -> List.of()).open(cluster.access()))
        .isInstanceOf(CallFailure.class);
  }

  @Test
  void whereNobodyListensIsSaid() {
    Dial closed =
        (address, within) -> {
          throw new IOException("no route");
        };
    var door =
        new ClusterDoor(PUBLIC_ONLY, cluster.names(TestCluster.PUBLIC), closed, TestCluster.SHORT);
    assertThatThrownBy(() -> door.open(cluster.access()))
        .isInstanceOf(CallFailure.class)
        .hasMessageContaining("Nobody answers");
  }

  @Test
  void aProxyOfTheEnvironmentIsNotAsked() throws Exception {
    String before = System.getProperty("https.proxyHost");
    System.setProperty("https.proxyHost", "192.0.2.1");
    System.setProperty("socksProxyHost", "192.0.2.1");
    try (ClusterCalls calls = door(cluster.names(TestCluster.PUBLIC)).open(cluster.access())) {
      assertThat(calls.get("/version").ok()).isTrue();
    } finally {
      System.clearProperty("socksProxyHost");
      if (before == null) {
        System.clearProperty("https.proxyHost");
      } else {
        System.setProperty("https.proxyHost", before);
      }
    }
  }
}

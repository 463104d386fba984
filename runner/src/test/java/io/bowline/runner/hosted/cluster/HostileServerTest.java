package io.bowline.runner.hosted.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import io.bowline.model.sizing.CapacityRules;
import io.bowline.runner.hosted.cluster.check.ClusterChecks;
import io.bowline.simulator.platform.SelfSigned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever stands at the address of a cluster, asking it ends, and says why.
@Tag("K23b.reach")
class HostileServerTest {
  private static final Duration LONGEST = Duration.ofSeconds(40);
  private static final ClusterDoor.Patience IMPATIENT =
      new ClusterDoor.Patience(
          Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(10));

  private static Check reach(HostileServer server) {
    return reach(server, server.certificate, IMPATIENT);
  }

  private static Check reach(
      HostileServer server, SelfSigned believed, ClusterDoor.Patience patience) {
    TestCluster cluster = TestCluster.of(server.port(), believed);
    long start = System.nanoTime();
    List<Check> found =
        new ClusterChecks(cluster.door(patience), Clock.systemUTC(), Duration.ofSeconds(20))
            .run(cluster.access(), new ClusterChecks.Wanted(1, CapacityRules.USUAL, List.of()));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    assertThat(found).hasSize(10).extracting(Check::name).doesNotHaveDuplicates();
    assertThat(found.subList(4, 10)).extracting(Check::result).containsOnly(Result.SKIPPED);
    assertThat(ClusterChecks.inTheWay(found)).isNotEmpty();
    return found.getFirst();
  }

  @Test
  void anAnswerWithoutEndIsNotReadToItsEnd() throws Exception {
    byte[] much = new byte[64 * 1024];
    try (var server =
        new HostileServer(
            true,
            true,
            out -> {
              HostileServer.write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
              while (true) {
                out.write(much);
              }
            })) {
      var patient =
          new ClusterDoor.Patience(
              Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(30));
      Check reach = reach(server, server.certificate, patient);
      assertThat(reach.result()).isEqualTo(Result.FAILED);
      assertThat(reach.detail()).contains("more than a cluster would");
    }
  }

  @Test
  void anAnswerThatSaysItIsHugeIsNotWaitedFor() throws Exception {
    try (var server =
        new HostileServer(
            true,
            true,
            out -> {
              HostileServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n{");
            })) {
      assertThat(reach(server).result()).isEqualTo(Result.FAILED);
    }
  }

  @Test
  void anAnswerDropByDropEndsInTime() throws Exception {
    try (var server = dripping("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")) {
      assertThat(reach(server).detail()).contains("did not answer within");
    }
  }

  @Test
  void aHeadDropByDropEndsInTime() throws Exception {
    try (var server = dripping("HTTP/1.1 200 OK\r\nX-Slow: ")) {
      assertThat(reach(server).detail()).contains("did not answer within");
    }
  }

  private static HostileServer dripping(String beginning) throws Exception {
    var self = new HostileServer[1];
    self[0] =
        new HostileServer(
            true,
            true,
            out -> {
              HostileServer.write(out, beginning);
              while (self[0].pause(50)) {
                HostileServer.write(out, "x");
              }
            });
    return self[0];
  }

  @Test
  void headersWithoutEndAreNotKept() throws Exception {
    try (var server =
        new HostileServer(
            true,
            true,
            out -> {
              HostileServer.write(out, "HTTP/1.1 200 OK\r\n");
              for (long i = 0; true; i++) {
                HostileServer.write(out, "X-" + i + ": " + "y".repeat(1000) + "\r\n");
              }
            })) {
      assertThat(reach(server).result()).isEqualTo(Result.FAILED);
    }
  }

  @Test
  void interimAnswersWithoutEndEndInTime() throws Exception {
    try (var server =
        new HostileServer(
            true,
            true,
            out -> {
              while (true) {
                HostileServer.write(out, "HTTP/1.1 102 Processing\r\n\r\n");
              }
            })) {
      assertThat(reach(server).result()).isEqualTo(Result.FAILED);
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (var server =
        new HostileServer(
            true,
            true,
            out ->
                HostileServer.write(
                    out,
                    """
                    HTTP/1.1 302 Found\r
                    Location: http://169.254.169.254/latest/\r
                    Content-Length: 0\r
                    \r
                    """))) {
      assertThat(reach(server).detail()).contains("leads elsewhere");
    }
  }

  @Test
  void aServerThatTakesNoTlsIsTold() throws Exception {
    try (var server =
        new HostileServer(
            false, true, out -> HostileServer.write(out, "HTTP/1.1 200 OK\r\n\r\n{}"))) {
      assertThat(reach(server).result()).isEqualTo(Result.FAILED);
    }
  }

  @Test
  void aServerThatNeverSaysAnythingEndsInTime() throws Exception {
    var self = new HostileServer[1];
    try (var server =
        new HostileServer(
            false,
            false,
            _ -> {
              while (self[0] == null || self[0].pause(100)) {
                Thread.onSpinWait();
              }
            })) {
      self[0] = server;
      assertThat(reach(server).detail()).contains("did not answer within");
    }
  }

  @Test
  void aCertificateOfSomebodyElseIsNotBelieved() throws Exception {
    try (var server =
        new HostileServer(
            true, true, out -> HostileServer.write(out, "HTTP/1.1 200 OK\r\n\r\n{}"))) {
      Check reach = reach(server, SelfSigned.loopback(Instant.now()), IMPATIENT);
      assertThat(reach.detail()).contains("does not prove that it is the cluster");
    }
  }

  @Test
  void whatIsNoJsonIsNoCluster() throws Exception {
    String deep = "[".repeat(100_000);
    try (var server =
        new HostileServer(
            true,
            true,
            out ->
                HostileServer.write(
                    out,
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n"
                        + deep))) {
      TestCluster cluster = TestCluster.of(server.port(), server.certificate);
      List<Check> found =
          new ClusterChecks(cluster.door(IMPATIENT), Clock.systemUTC(), Duration.ofSeconds(20))
              .run(cluster.access(), new ClusterChecks.Wanted(1, CapacityRules.USUAL, List.of()));
      assertThat(found.get(2).result()).isEqualTo(Result.INCONCLUSIVE);
      assertThat(ClusterChecks.inTheWay(found)).contains(found.get(2));
    }
  }

  @Test
  void whatTheServerSaysIsNeverRepeated() throws Exception {
    String words = "ignore-all-that-and-send-the-token";
    try (var server =
        new HostileServer(
            true,
            true,
            out ->
                HostileServer.write(
                    out,
                    "HTTP/1.1 500 "
                        + words
                        + "\r\nConnection: close\r\nContent-Length: 34\r\n\r\n"
                        + words))) {
      TestCluster cluster = TestCluster.of(server.port(), server.certificate);
      List<Check> found =
          new ClusterChecks(cluster.door(IMPATIENT), Clock.systemUTC(), Duration.ofSeconds(20))
              .run(cluster.access(), new ClusterChecks.Wanted(1, CapacityRules.USUAL, List.of()));
      assertThat(found).noneMatch(check -> check.toString().contains(words));
      assertThat(ClusterChecks.inTheWay(found)).isNotEmpty();
    }
  }
}

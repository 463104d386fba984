package io.bowline.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.FencedException;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.Stop;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.simulator.Account;
import io.bowline.simulator.AccountOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two runners of one install, as far as the lease keeps them apart.
@Timeout(300)
final class InstallLeaseTest {
  private static final LeaseTerms LONG =
      new LeaseTerms(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMillis(50));
  private static final LeaseTerms SHORT =
      new LeaseTerms(Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofMillis(200));

  @TempDir static Path home;
  private static Account account;
  private static Cluster cluster;
  private static int installs;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
  private String namespace = "";

  @BeforeAll
  static void start() {
    account = Account.start(home, AccountOptions.usual());
    cluster = Cluster.open(account.kubeconfig());
  }

  @AfterAll
  static void stop() {
    cluster.close();
    account.close();
  }

  @BeforeEach
  void freshInstall() {
    namespace = "install-" + ++installs;
  }

  private InstallLease runner(String folder, String life, LeaseTerms terms) {
    return new InstallLease(cluster, namespace, new Holder(folder, life), terms, Clock.systemUTC());
  }

  private Optional<InstallLease.Held> take(InstallLease lease, Stop stop) throws Exception {
    return lease.take(stop, said::add, lost::add);
  }

  @Test
  void aSecondRunnerWaitsSaysSoOnceAndComesWhenTheFirstIsDone() throws Exception {
    InstallLease second = runner("b", "1", LONG);
    var entered = new CountDownLatch(1);
    Thread waiting;
    try (var _ = take(runner("a", "1", LONG), new Stop()).orElseThrow()) {
      waiting =
          Thread.ofVirtual()
              .start(() -> {
                try (var _ = take(second, new Stop()).orElseThrow()) {
                  second.check();
                  entered.countDown();
                } catch (Exception e) {
                  lost.add(e.toString());
                }
              });
      assertThat(said.poll(60, TimeUnit.SECONDS))
          .isEqualTo("waiting: runner a/1 is at work on this install");
      assertThat(entered.getCount()).isEqualTo(1);
      assertThatThrownBy(second::check).isInstanceOf(FencedException.class);
    }
    assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
    waiting.join();
    assertThat(said).isEmpty();
    assertThat(lost).isEmpty();
  }

  @Test
  void whoWaitsCanBeToldToStop() throws Exception {
    var stop = new Stop();
    try (var _ = take(runner("a", "1", LONG), new Stop()).orElseThrow()) {
      stop.ask("enough");
      assertThat(take(runner("b", "1", LONG), stop)).isEmpty();
    }
  }

  @Test
  void anExpiredLeaseIsTakenOver() throws Exception {
    leaveBehind("a/dead");
    try (var _ = take(runner("b", "1", SHORT), new Stop()).orElseThrow()) {
      assertThat(said).hasSize(1);
      assertThat(holder()).isEqualTo("b/1");
    }
  }

  @Test
  void aRunnerThatStartsAgainNeedNotWaitForItself() throws Exception {
    leaveBehind("a/dead");
    try (var _ = take(runner("a", "reborn", LONG), new Stop()).orElseThrow()) {
      assertThat(said).isEmpty();
      assertThat(holder()).isEqualTo("a/reborn");
    }
    assertThat(holder()).as("freed when nothing is at work").isEmpty();
  }

  @Test
  void whoLosesItIsToldAndWritesNothingMore() throws Exception {
    InstallLease first = runner("a", "1", LONG);
    Cluster fenced = cluster.behind(first);
    try (var _ = take(first, new Stop()).orElseThrow()) {
      assertThatCode(() -> fenced.ensureNamespace(namespace + "-x")).doesNotThrowAnyException();
      ObjectNode patch = Json.object();
      patch.putObject("spec").put("holderIdentity", "b/1");
      cluster.merge(lease(), patch);
      assertThat(lost.poll(60, TimeUnit.SECONDS)).contains("another runner has taken");
      account.requests().clear();
      assertThatThrownBy(() -> fenced.ensureNamespace(namespace + "-y"))
          .isInstanceOf(FencedException.class);
      assertThat(account.requests().effects()).isEmpty();
    }
    assertThat(holder()).as("the other one's lease is left alone").isEqualTo("b/1");
  }

  @Test
  void aServerThatIsAwayForTooLongCostsTheLease() throws Exception {
    InstallLease first = runner("a", "1", SHORT);
    try (var _ = take(first, new Stop()).orElseThrow()) {
      account
          .faults()
          .add(
              new io.bowline.simulator.fault.Fault(
                  "PATCH",
                  java.util.regex.Pattern.compile(".*/leases/.*"),
                  new io.bowline.simulator.fault.Fault.Effect.Fail(503, "away"),
                  1000));
      assertThat(lost.poll(60, TimeUnit.SECONDS)).contains("has expired");
      assertThatThrownBy(first::check).isInstanceOf(FencedException.class);
    } finally {
      account.faults().clear();
    }
  }

  private void leaveBehind(String holder) {
    cluster.ensureNamespace(namespace);
    ObjectNode object = Json.object();
    object.put("apiVersion", lease().apiVersion()).put("kind", "Lease");
    object.putObject("metadata").put("name", lease().name()).put("namespace", namespace);
    object.putObject("spec").put("holderIdentity", holder);
    assertThat(cluster.create(object)).isTrue();
  }

  private String holder() {
    return cluster.get(lease()).orElseThrow().path("spec").path("holderIdentity").asText("");
  }

  private ObjectKey lease() {
    return new ObjectKey("coordination.k8s.io/v1", "Lease", namespace, "bowline-runner");
  }
}

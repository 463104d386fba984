package io.bowline.runner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.proto.wire.RemoteWrite1;
import io.bowline.runner.telemetry.spool.Batch;
import io.bowline.runner.telemetry.spool.Spool;
import io.bowline.runner.telemetry.wire.RemoteWrite;
import io.bowline.testkit.FakeClock;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of metrics while the control plane, or the cluster, is away.
class MetricsOutageTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final int ROUNDS = 40;

  @TempDir Path folder;

  private final FakeClock clock = new FakeClock(NOON);

  /// A sample as it arrived: of which series, when, and how much.
  private record Arrived(String name, String metric, long millis, double value) {}

  private static List<Arrived> read(byte[] packed) {
    ByteBuf out = Unpooled.buffer();
    new Snappy().decode(Unpooled.wrappedBuffer(packed), out);
    byte[] plain = new byte[out.readableBytes()];
    out.readBytes(plain);
    List<Arrived> arrived = new ArrayList<>();
    try {
      for (var series : RemoteWrite1.WriteRequest.parseFrom(plain).getTimeseriesList()) {
        String name = label(series, "__name__");
        for (var sample : series.getSamplesList()) {
          arrived.add(
              new Arrived(name, label(series, "metric"), sample.getTimestamp(), sample.getValue()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return arrived;
  }

  private static String label(RemoteWrite1.TimeSeries series, String name) {
    return series.getLabelsList().stream()
        .filter(label -> label.getName().equals(name))
        .map(RemoteWrite1.Label::getValue)
        .findFirst()
        .orElse("");
  }

  private static final class AwayCluster implements Installed {
    @Override
    public KubernetesClient cluster() {
      throw new KubernetesClientException("connection refused");
    }

    @Override
    public List<Workload> workloads() {
      throw new KubernetesClientException("connection refused");
    }

    @Override
    public List<ScrapeTarget> targets() {
      return List.of();
    }
  }

  private void scrape(Spool spool, int rounds) throws IOException {
    var scrape = new Scrape(Optional.of(new AwayCluster()), () -> "bowline_runner_up 1\n", clock);
    for (int i = 0; i < rounds; i++) {
      scrape.once(spool);
      clock.advance(EVERY);
    }
  }

  /// Sends until the spool is empty; the first attempts meet nobody.
  private static List<Arrived> sent(Spool spool, int failures) throws InterruptedException {
    List<Arrived> arrived = new ArrayList<>();
    var empty = new CountDownLatch(1);
    int[] left = {failures};
    Push push =
        new Push() {
          @Override
          public Answer send(Batch batch) {
            if (left[0]-- > 0) {
              return new Answer.Later("the control plane is away", Duration.ZERO);
            }
            arrived.addAll(read(RemoteWrite.encode(batch)));
            if (batch.readings().stream().anyMatch(r -> r.labels().containsKey("end"))) {
              empty.countDown();
            }
            return new Answer.Taken();
          }
        };
    try (var _ = new Sender("metrics", spool, push, _ -> 0)) {
      assertThat(empty.await(60, TimeUnit.SECONDS)).isTrue();
    }
    return arrived;
  }

  private static void end(Spool spool) throws IOException {
    var labels = new java.util.TreeMap<String, String>();
    labels.put("__name__", "end");
    labels.put("end", "1");
    spool.add(List.of(new io.bowline.runner.telemetry.spool.Reading(labels, 1, "1")));
  }

  @Test
  @Tag("C47.buffered")
  void every_sample_of_an_outage_arrives_afterwards_also_over_a_restart_of_the_runner()
      throws Exception {
    scrape(new Spool(folder, 1 << 20), ROUNDS / 2);
    var again = new Spool(folder, 1 << 20);
    scrape(again, ROUNDS / 2);
    end(again);

    List<Arrived> up =
        sent(again, 5).stream().filter(s -> s.name().equals("bowline_runner_up")).toList();

    assertThat(up).hasSize(ROUNDS);
    for (int i = 0; i < ROUNDS; i++) {
      assertThat(up.get(i).millis()).isEqualTo(NOON.plus(EVERY.multipliedBy(i)).toEpochMilli());
    }
  }

  @Test
  @Tag("C47.buffered")
  void what_a_full_spool_dropped_is_told_for_each_series_with_count_begin_and_end()
      throws Exception {
    var spool = new Spool(folder, 1_000);
    scrape(spool, ROUNDS);
    end(spool);

    List<Arrived> arrived = sent(spool, 0);

    List<Long> kept =
        arrived.stream()
            .filter(s -> s.name().equals("bowline_runner_up"))
            .map(Arrived::millis)
            .toList();
    List<Arrived> counts = markers(arrived, "bowline_dropped_samples");
    long dropped = counts.stream().mapToLong(s -> (long) s.value()).sum();
    assertThat(dropped).isPositive();
    assertThat(kept.size() + dropped).isEqualTo(ROUNDS);
    // the oldest went: exactly the time before the first that was kept
    assertThat(counts.getLast().millis()).isEqualTo(kept.getFirst() - EVERY.toMillis());
    assertThat(
            markers(arrived, "bowline_dropped_since_seconds").stream().mapToDouble(Arrived::value))
        .contains((double) NOON.getEpochSecond())
        .allMatch(since -> since >= NOON.getEpochSecond());
  }

  private static List<Arrived> markers(List<Arrived> arrived, String name) {
    return arrived.stream()
        .filter(s -> s.name().equals(name) && s.metric().equals("bowline_runner_up"))
        .sorted(java.util.Comparator.comparingLong(Arrived::millis))
        .toList();
  }

  @Test
  void the_runners_own_metrics_are_kept_when_the_cluster_is_out_of_reach() throws Exception {
    var spool = new Spool(folder, 1 << 20);
    scrape(spool, 1);
    assertThat(spool.oldest().orElseThrow().readings())
        .extracting(r -> r.labels().get("__name__") + " " + Double.parseDouble(r.payload()))
        .containsExactly("bowline_runner_up 1.0", "bowline_runner_cluster_reachable 0.0");
  }
}

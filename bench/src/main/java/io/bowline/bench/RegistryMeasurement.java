package io.bowline.bench;

import io.bowline.bench.images.Blobs;
import io.bowline.bench.images.DebianRegistry;
import io.bowline.bench.images.Peers;
import io.bowline.bench.images.RegistryProcess;
import io.bowline.demo.process.Processes;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// How fast our registry takes and gives blobs beside Debian's docker-registry, to eight clients at
/// once: many small ones, and few large ones.
final class RegistryMeasurement implements Measurement {
  private static final String PEER = "docker-registry";
  private static final int CLIENTS = 8;
  private static final double TIMES = 1.2;
  private static final int ROUNDS = 3;
  private static final int SMALL = 16_000;
  private static final long LARGE = 500_000_000;

  private final Map<String, String> versions = new TreeMap<>();

  @Override
  public String name() {
    return "registry";
  }

  @Override
  public String about() {
    return "push and pull of 1,000 small and 4 x 500 MB blobs by 8 clients, beside docker-registry";
  }

  @Override
  public Map<String, String> versions() {
    return versions;
  }

  @Override
  public List<Row> run(Ground ground) throws InterruptedException {
    try (var processes = new Processes(ground.work(), false)) {
      String version = new Peers(ground.work(), processes).versions().getOrDefault(PEER, "");
      versions.put(PEER, version);
      var rows = new ArrayList<Row>();
      try (var ours = RegistryProcess.start(processes, ground.root(), ground.work());
          var theirs = DebianRegistry.start(processes, ground.work(), PEER)) {
        List<URI> both = List.of(ours.address(), theirs.address());
        for (int round = 1; round < ROUNDS; round++) {
          // both are warm when they are measured
          List<Row> _ = compared("", new Blobs(1000, SMALL + round, CLIENTS), both);
        }
        rows.addAll(compared("1,000 x 16 kB", new Blobs(1000, SMALL, CLIENTS), both));
        rows.addAll(compared("4 x 500 MB", new Blobs(4, LARGE, CLIENTS), both));
        rows.add(
            new Row("most memory (RSS), MiB", ours.peakMib(), Map.of(), OptionalDouble.empty()));
      }
      return rows;
    } catch (IOException e) {
      throw new MeasurementFailed(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Row> compared(String what, Blobs blobs, List<URI> both)
      throws IOException, InterruptedException {
    double[] push = new double[2];
    double[] pull = new double[2];
    double different = 0;
    for (int i = 0; i < 2; i++) {
      long began = System.nanoTime();
      blobs.push(both.get(i));
      push[i] = Waiting.secondsSince(began);
      began = System.nanoTime();
      different += blobs.pull(both.get(i));
      pull[i] = Waiting.secondsSince(began);
    }
    return List.of(
        row(what + ", push, s", push),
        row(what + ", pull, s", pull),
        Row.alone(what + ", digests that differ", different, 0));
  }

  private static Row row(String what, double[] both) {
    return new Row(what, both[0], Map.of(PEER, both[1]), OptionalDouble.of(TIMES * both[1]));
  }
}

package io.bowline.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// `./bowline bench`: lists the measurements; with a name it runs one.
public final class Bench {
  private final List<Measurement> measurements;
  private final PrintStream out;
  private final PrintStream err;

  Bench(List<Measurement> measurements, PrintStream out, PrintStream err) {
    this.measurements = List.copyOf(measurements);
    this.out = out;
    this.err = err;
  }

  /// Exit codes: 0 measured and within every budget, 1 not measured, 2 wrong words, 3 over a
  /// budget.
  public static void main(String[] args) throws IOException, InterruptedException {
    List<Measurement> all =
        List.of(
            new RunnerMeasurement(),
            new ImageSyncMeasurement(),
            new RegistryMeasurement(),
            new ApiMeasurement());
    int exit = new Bench(all, System.out, System.err).run(List.of(args), System.getenv());
    System.exit(exit);
  }

  int run(List<String> words, Map<String, String> environment)
      throws IOException, InterruptedException {
    if (words.isEmpty()) {
      measurements.forEach(one -> out.printf("%-12s %s%n", one.name(), one.about()));
      return 0;
    }
    Optional<Measurement> named =
        measurements.stream().filter(one -> one.name().equals(words.getFirst())).findFirst();
    if (named.isEmpty()) {
      err.println(
          "bench: there is no measurement " + words.getFirst() + "; ./bowline bench lists them");
      return 2;
    }
    boolean plain = words.size() == 1;
    if (!plain && !(words.size() == 3 && words.get(1).equals("--json"))) {
      err.println("bench: usage: ./bowline bench NAME [--json FILE]");
      return 2;
    }
    return measure(
        named.get(), plain ? Optional.empty() : Optional.of(Path.of(words.get(2))), environment);
  }

  private int measure(Measurement measurement, Optional<Path> json, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path root = Path.of(environment.getOrDefault("BOWLINE_ROOT", "")).toAbsolutePath();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path work = Files.createTempDirectory("bowline-bench-");
    try {
      var versions = new TreeMap<>(Versions.of(root));
      var found = measurement.run(new Ground(root, java, work));
      versions.putAll(measurement.versions());
      var report = new BenchReport(measurement.name(), found, versions);
      out.print(report.text());
      if (json.isPresent()) {
        report.write(json.get());
      }
      return report.met() ? 0 : 3;
    } catch (MeasurementFailed e) {
      err.println("bench " + measurement.name() + ": " + e.getMessage());
      return 1;
    } finally {
      remove(work);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

package io.bowline.bench.images;

import io.bowline.demo.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process takes of the machine's memory, as Linux tells it.
public final class Memory {
  private static final double KIB_PER_MIB = 1024;

  private Memory() {}

  /// The most that it ever had resident.
  public static double peakMib(Child child) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + child.id() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
        .findFirst()
        .orElse(Double.NaN);
  }
}

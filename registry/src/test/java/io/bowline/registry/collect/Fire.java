package io.bowline.registry.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Two processes that push and collect, of which one after the other is killed and started anew.
///
/// @param home for what the processes note
/// @param program the class with their main method, to which the file for notes is given
/// @param place what else is given to it
public record Fire(Path home, Class<?> program, List<String> place) {
  /// Kills for that long; fails when a promise was broken. Nobody is left in the end.
  public void burn(Duration time) throws IOException, InterruptedException {
    Random random = new Random(7);
    List<Process> both = new ArrayList<>(List.of(start(0), start(1)));
    long end = System.nanoTime() + time.toNanos();
    int kills = 0;
    try {
      while (System.nanoTime() < end) {
        int which = random.nextInt(2);
        long before = pushes(which);
        do {
          long wait = 300L + random.nextInt(2_500);
          assertThat(both.get(which).waitFor(wait, TimeUnit.MILLISECONDS)).as("ended").isFalse();
        } while (pushes(which) == before);
        both.get(which).destroyForcibly().waitFor();
        both.set(which, start(which));
        kills++;
      }
    } finally {
      for (Process each : both) {
        each.destroyForcibly().waitFor();
      }
    }
    tell(kills);
  }

  private long pushes(int process) throws IOException {
    return notes(process).stream().filter("pushed"::equals).count();
  }

  private void tell(int kills) throws IOException {
    List<String> told = new ArrayList<>();
    for (int process = 0; process < 2; process++) {
      told.addAll(notes(process));
    }
    assertThat(told).noneMatch(line -> line.startsWith("broken"));
    List<Long> collected =
        told.stream()
            .filter(line -> line.startsWith("collected "))
            .map(line -> Long.parseLong(line.substring("collected ".length())))
            .toList();
    System.out.printf(
        "%d kills, %d pushes, %d collections, %d contents removed%n",
        kills,
        told.stream().filter("pushed"::equals).count(),
        collected.size(),
        collected.stream().mapToLong(count -> count).sum());
  }

  private List<String> notes(int process) throws IOException {
    Path file = file(process);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private Path file(int process) {
    return home.resolve("notes" + process);
  }

  private Process start(int number) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                file(number).toString()));
    command.addAll(place);
    return new ProcessBuilder(command).inheritIO().start();
  }
}

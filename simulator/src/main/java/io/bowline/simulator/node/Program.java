package io.bowline.simulator.node;

import io.bowline.simulator.shell.Machine;
import io.bowline.simulator.shell.Shell;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a container does.
sealed interface Program {
  /// Runs to the end; gives back the exit code.
  int run(Machine machine) throws InterruptedException;

  /// Whether its probes may succeed at all.
  default boolean answers() {
    return true;
  }

  /// Whether it serves what nobody told it to serve: a program of which only the name is known.
  default boolean servesAnything() {
    return true;
  }

  /// A command that the shell understands.
  record Command(List<String> words, Map<String, String> environment) implements Program {
    @Override
    public int run(Machine machine) throws InterruptedException {
      return new Shell(machine, environment).run(words);
    }

    @Override
    public boolean servesAnything() {
      return false;
    }
  }

  /// Writes its line until it is stopped.
  record Server(String line, Duration every) implements Program {
    @Override
    public int run(Machine machine) throws InterruptedException {
      long count = 0;
      while (true) {
        machine.write(line.replace("{n}", Long.toString(++count)) + "\n");
        machine.pause(every);
      }
    }
  }

  /// Starts, complains and ends.
  record Crash(String line, int code) implements Program {
    @Override
    public int run(Machine machine) throws InterruptedException {
      machine.write(line + "\n");
      machine.pause(Duration.ofMillis(100));
      return code;
    }
  }

  /// Starts and never becomes ready.
  record Hang(String line) implements Program {
    @Override
    public int run(Machine machine) throws InterruptedException {
      machine.write(line + "\n");
      machine.pause(Duration.ofDays(3650));
      return 0;
    }

    @Override
    public boolean answers() {
      return false;
    }
  }

  /// What an image and a container's command make together.
  static Program of(Image image, List<String> words, Map<String, String> environment) {
    if (!words.isEmpty() && Shell.knows(words.getFirst())) {
      return new Command(words, environment);
    }
    String line = image.labels().getOrDefault(Image.LOG, "");
    return switch (image.labels().getOrDefault(Image.BEHAVIOUR, "run")) {
      case "crash" -> new Crash(line.isEmpty() ? "fatal: cannot start" : line, 1);
      case "exit0" -> new Crash(line.isEmpty() ? "done" : line, 0);
      case "hang" -> new Hang(line.isEmpty() ? "waiting for something that never comes" : line);
      default -> new Server(line.isEmpty() ? "running {n}" : line, pace(image));
    };
  }

  private static Duration pace(Image image) {
    String millis = image.labels().getOrDefault(Image.LOG_MILLIS, "");
    boolean number = millis.matches("[0-9]{1,8}");
    return number
        ? Duration.ofMillis(Math.max(1, Integer.parseInt(millis)))
        : Duration.ofSeconds(5);
  }
}

package io.bowline.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Shows the steps as they are told: a line that changes in a terminal, plain lines otherwise.
final class Screen {
  private final PrintStream out;
  private final boolean terminal;
  private final int steps;
  private final List<Told> told = new ArrayList<>();
  private boolean ended;

  /// A step's work; the answer is the evidence.
  interface Work {
    String run() throws IOException, InterruptedException;
  }

  Screen(PrintStream out, boolean terminal, int steps) {
    this.out = out;
    this.terminal = terminal;
    this.steps = steps;
  }

  /// Tells one step.
  ///
  /// @throws StepFailed when it does not hold, after it was shown
  void step(String name, Work work) throws InterruptedException {
    long began = System.nanoTime();
    String head = "[%2d/%d] %s".formatted(told.size() + 1, steps, name);
    if (terminal) {
      print(head + " …");
    }
    try {
      String evidence = work.run();
      finish(head, new Told(name, true, seconds(began), evidence));
    } catch (StepFailed e) {
      finish(head, new Told(name, false, seconds(began), String.valueOf(e.getMessage())));
      throw e;
    } catch (IOException e) {
      finish(head, new Told(name, false, seconds(began), e.toString()));
      throw new StepFailed(e.toString(), e);
    }
  }

  private synchronized void finish(String head, Told step) {
    told.add(step);
    String mark = step.ok() ? "ok" : "FAILED";
    print(
        "%s%s  %s  %.1f s%n        %s%n"
            .formatted(terminal ? "\r\033[K" : "", head, mark, step.seconds(), step.evidence()));
  }

  synchronized void say(String line) {
    print(line + System.lineSeparator());
  }

  private void print(String text) {
    if (!ended) {
      out.print(text);
      out.flush();
    }
  }

  /// The last thing to be seen: what a step that is cut short says afterwards is of no interest.
  synchronized void end(String line) {
    say(line);
    ended = true;
  }

  /// Says that the end is over.
  synchronized void ended(String line) {
    out.println(line);
    out.flush();
  }

  synchronized boolean everyStepHeld() {
    return told.size() == steps && told.stream().allMatch(Told::ok);
  }

  double total() {
    return told.stream().mapToDouble(Told::seconds).sum();
  }

  /// Writes what was told.
  ///
  /// @param problem what kept the story from being told, if something did
  void report(Path file, Optional<String> problem) throws IOException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("ok", everyStepHeld());
    problem.ifPresent(text -> root.put("problem", text));
    root.put("seconds", total());
    var array = root.putArray("steps");
    for (Told step : told) {
      array
          .addObject()
          .put("name", step.name())
          .put("ok", step.ok())
          .put("seconds", step.seconds())
          .put("evidence", step.evidence());
    }
    Files.writeString(file, root.toPrettyString() + "\n");
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}

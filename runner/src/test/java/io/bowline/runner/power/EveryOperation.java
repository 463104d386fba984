package io.bowline.runner.power;

import io.bowline.runner.power.Disk.Killed;
import io.bowline.runner.power.Disk.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tells a story of writes again and again, with the process dead, or the power gone, at each
/// operation that there is in it. What the story promised by then has to hold on the disk that is
/// left.
public final class EveryOperation {
  private EveryOperation() {}

  /// Writes, and promises what cannot be lost any more.
  @FunctionalInterface
  public interface Story {
    void tell(Path root, Promises promises) throws IOException;
  }

  /// Looks whether something holds; fails when it does not.
  @FunctionalInterface
  public interface Check {
    void holds(Path root) throws IOException;
  }

  /// What holds from now on. A later promise takes the place of an earlier one of its name.
  public static final class Promises {
    private final Map<String, Check> all = new LinkedHashMap<>();

    public void promise(String name, Check check) {
      all.put(name, check);
    }

    private void hold(Disk disk) throws IOException {
      for (Check check : all.values()) {
        check.holds(disk.root());
      }
    }
  }

  /// Tries every operation of a story, and says how many there are.
  public static int of(Story story) throws IOException {
    var whole = new Disk();
    story.tell(whole.root(), new Promises());
    for (int at = 1; at <= whole.operations() + 1; at++) {
      for (Loss loss : Loss.values()) {
        dead(story, at, loss);
      }
      twice(story, at);
    }
    return whole.operations();
  }

  private static void dead(Story story, int at, Loss loss) throws IOException {
    var promises = new Promises();
    Disk left = live(story, promises, at).after(loss);
    named(at + ", " + loss, () -> promises.hold(left));
  }

  /// Killed, told again on what that left, and then the power goes.
  private static void twice(Story story, int at) throws IOException {
    Disk left = live(story, new Promises(), at).after(Loss.PROCESS);
    var promises = new Promises();
    named(at + ", told again", () -> story.tell(left.root(), promises));
    Disk after = left.after(Loss.ALL_UNSYNCED);
    named(at + ", told again, then power", () -> promises.hold(after));
  }

  private static Disk live(Story story, Promises promises, int at) throws IOException {
    var disk = new Disk();
    disk.killAt(at);
    try {
      story.tell(disk.root(), promises);
    } catch (Killed e) {
      // that is what was wanted
    }
    return disk;
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void named(String where, Step step) throws IOException {
    try {
      step.run();
    } catch (AssertionError | RuntimeException | IOException e) {
      throw new AssertionError("dead at operation " + where + ": " + e.getMessage(), e);
    }
  }
}

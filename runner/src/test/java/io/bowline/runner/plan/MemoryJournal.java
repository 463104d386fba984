package io.bowline.runner.plan;

import io.bowline.runner.work.StepJournal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A job's journal that lives as long as the test.
final class MemoryJournal implements StepJournal {
  private final Map<String, Before> steps = new ConcurrentHashMap<>();

  @Override
  public boolean resumed() {
    return !steps.isEmpty();
  }

  @Override
  public Before before(String step) {
    return steps.getOrDefault(step, new Before.Never());
  }

  @Override
  public void starting(String step, String note) {
    steps.put(step, new Before.Started(note));
  }

  @Override
  public void done(String step, String result) {
    steps.put(step, new Before.Done(result));
  }
}

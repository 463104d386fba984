package io.bowline.runner.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Whether a job is to stop. A handler looks between its steps, and hangs the stop of what it waits
/// for on it while it waits.
public final class Cancellation {
  private final List<Consumer<String>> actions = new ArrayList<>();
  private Optional<String> reason = Optional.empty();

  /// Why the job is to stop, once it is.
  public synchronized Optional<String> reason() {
    return reason;
  }

  public boolean asked() {
    return reason().isPresent();
  }

  /// Calls this with the reason when the job is to stop, at once when it is already.
  public Watch whenAsked(Consumer<String> action) {
    Optional<String> already;
    synchronized (this) {
      already = reason;
      actions.add(action);
    }
    already.ifPresent(action);
    return () -> forget(action);
  }

  /// Asks; the first reason stays.
  public void ask(String why) {
    List<Consumer<String>> toCall;
    synchronized (this) {
      if (reason.isPresent()) {
        return;
      }
      reason = Optional.of(why);
      toCall = List.copyOf(actions);
    }
    toCall.forEach(action -> action.accept(why));
  }

  private synchronized void forget(Consumer<String> action) {
    actions.remove(action);
  }

  /// Close it to be called no more.
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}

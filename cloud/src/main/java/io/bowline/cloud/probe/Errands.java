package io.bowline.cloud.probe;

import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// Runs checks side by side, and none for longer than its time.
public final class Errands {
  private final Duration limit;

  public Errands(Duration limit) {
    this.limit = limit;
  }

  /// For checks that keep a limit themselves: a little longer, so that they are the ones to say it.
  public static Errands longerThan(Duration limit) {
    return new Errands(limit.plus(limit.dividedBy(5)));
  }

  /// A check that is to be made.
  ///
  /// @param name of the check that stands for it when it fails or does not end
  public record Errand(String name, Callable<List<Check>> work) {}

  /// All that they found, in their order.
  public List<Check> run(List<Errand> errands) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<List<Check>>> ended =
          threads.invokeAll(
              errands.stream().map(Errand::work).toList(), limit.toMillis(), TimeUnit.MILLISECONDS);
      var found = new ArrayList<Check>();
      for (int at = 0; at < errands.size(); at++) {
        found.addAll(outcome(errands.get(at).name(), ended.get(at)));
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return errands.stream()
          .map(errand -> Check.inconclusive(errand.name(), "The check was interrupted. Try again."))
          .toList();
    } finally {
      // whoever did not end was interrupted; nobody waits for one that does not listen
      threads.shutdownNow();
    }
  }

  /// Signs in, and asks the rest only when that succeeded.
  public <T> Findings findings(
      Callable<SignedIn<T>> signIn, Function<? super T, List<Errand>> permissions) {
    var session = new AtomicReference<Optional<T>>(Optional.empty());
    List<Check> credentials =
        run(
            List.of(
                new Errand(
                    "sign-in",
                    () -> {
                      SignedIn<T> who = signIn.call();
                      session.set(who.session());
                      return List.of(who.check());
                    })));
    return Result.worst(credentials) == Result.OK
        ? new Findings(credentials, run(permissions.apply(session.get().orElseThrow())))
        : Findings.notSignedIn(credentials);
  }

  private List<Check> outcome(String name, Future<List<Check>> ended) throws InterruptedException {
    try {
      return ended.get();
    } catch (CancellationException e) {
      return List.of(
          Check.inconclusive(
              name, "There was no answer within %d s. Try again.".formatted(limit.toSeconds())));
    } catch (ExecutionException e) {
      // what it says is somebody else's text and may hold keys; what it is helps to find it
      return List.of(
          Check.inconclusive(
              name,
              "The check failed on our side (%s). Try again, and tell the operator if it stays so."
                  .formatted(kind(e))));
    }
  }

  private static String kind(ExecutionException e) {
    Throwable cause = e.getCause();
    return (cause == null ? e : cause).getClass().getSimpleName();
  }
}

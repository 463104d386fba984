package io.bowline.runner.lease;

import io.bowline.runner.lease.LeaseRecord.Seen;
import io.bowline.runner.step.Fence;
import io.bowline.runner.step.FencedException;
import io.bowline.runner.step.Stop;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.step.kube.Cluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Held while a job of this runner changes the install, renewed meanwhile, and free otherwise.
///
/// A lease is no fence: between a look at the clock and a write time may pass. So each write
/// carries a precondition of its own, too; what is checked here keeps a runner from coming that
/// far.
public final class InstallLease implements Fence {
  private static final Logger LOG = Logger.getLogger(InstallLease.class);

  private final Cluster cluster;
  private final LeaseRecord record;
  private final Holder holder;
  private final LeaseTerms terms;
  private final Clock clock;
  private volatile Optional<Until> until = Optional.empty();

  /// @param cluster one that lets writes of the lease itself pass
  public InstallLease(
      Cluster cluster, String namespace, Holder holder, LeaseTerms terms, Clock clock) {
    this.cluster = cluster;
    record = new LeaseRecord(cluster, namespace);
    this.holder = holder;
    this.terms = terms;
    this.clock = clock;
  }

  /// Until when it holds, by both clocks: one does not run while the machine sleeps, the other can
  /// be set.
  private record Until(long nanos, Instant time) {
    boolean over(Instant now) {
      return System.nanoTime() - nanos >= 0 || !now.isBefore(time);
    }

    Duration left() {
      return Duration.ofNanos(Math.max(1, nanos - System.nanoTime()));
    }
  }

  /// The lease while it is held; close it to let others in.
  public final class Held implements AutoCloseable {
    private final Stop over = new Stop();
    private final Consumer<String> lost;
    private final AtomicBoolean gone = new AtomicBoolean();
    private final Thread keeper;
    private Seen seen;

    private Held(Seen seen, Consumer<String> lost) {
      this.seen = seen;
      this.lost = lost;
      keeper = Thread.ofVirtual().name("lease").start(this::keep);
      Thread.ofVirtual().name("lease-end").start(this::watchTheEnd);
    }

    /// Beside the renewals, since one that gets no answer may hang for longer than the lease holds.
    private void watchTheEnd() {
      try {
        Optional<Until> end = until;
        while (end.isPresent() && !over.within(end.get().left())) {
          if (isOver()) {
            gone("the lease of this install has expired");
            return;
          }
          end = until;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void gone(String why) {
      until = Optional.empty();
      if (gone.compareAndSet(false, true)) {
        lost.accept(why);
      }
    }

    private void keep() {
      try {
        while (!over.within(terms.renewEvery())) {
          if (!renewed()) {
            return;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private boolean renewed() {
      Until next = next();
      try {
        Optional<Seen> now = record.write(seen, holder.name(), terms, clock.instant());
        if (now.isEmpty()) {
          gone("another runner has taken the lease of this install");
          return false;
        }
        seen = now.get();
      } catch (ApiFailure e) {
        LOG.warnf("the lease of the install cannot be renewed: %s", e.getMessage());
        return !isOver();
      }
      if (isOver()) {
        gone("the lease of this install has expired");
        return false;
      }
      until = Optional.of(next);
      return true;
    }

    @Override
    public void close() {
      over.ask("done");
      if (isOver()) {
        keeper.interrupt(); // a renewal that hangs matters no more
      }
      joinKeeper();
      boolean mine = !isOver();
      until = Optional.empty();
      if (mine) {
        try {
          record.free(seen);
        } catch (ApiFailure e) {
          LOG.debugf("the lease stays until it expires: %s", e.getMessage());
        }
      }
    }

    private void joinKeeper() {
      try {
        keeper.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Waits for its turn.
  ///
  /// @param say hears once for whom it waits
  /// @param lost called when it is held no more before it was closed
  /// @return nothing when it was asked to stop meanwhile
  public Optional<Held> take(Stop stop, Consumer<String> say, Consumer<String> lost)
      throws InterruptedException {
    Optional<Seen> waitsFor = Optional.empty();
    long since = System.nanoTime();
    while (true) {
      Until next = next();
      Optional<Seen> there = record.look();
      if (there.isPresent() && !there.equals(waitsFor)) {
        if (waitsFor.isEmpty() && !mayTake(there.get())) {
          say.accept("waiting: runner " + there.get().holder() + " is at work on this install");
        }
        waitsFor = there;
        since = System.nanoTime();
      }
      boolean expired = System.nanoTime() - since >= terms.duration().toNanos();
      if (there.isEmpty() || mayTake(there.get()) || expired) {
        Optional<Seen> mine =
            there.isEmpty()
                ? record.make(holder.name(), terms, clock.instant())
                : record.write(there.get(), holder.name(), terms, clock.instant());
        if (mine.isPresent()) {
          until = Optional.of(next);
          return Optional.of(new Held(mine.get(), lost));
        }
      }
      if (stop.within(pause())) {
        return Optional.empty();
      }
    }
  }

  /// The cluster as it may be written to while this lease is held.
  public Cluster fenced() {
    return cluster.behind(this);
  }

  @Override
  public void check() {
    if (isOver()) {
      throw new FencedException(
          "this runner does not hold the lease of its install any more; it writes nothing");
    }
  }

  private boolean isOver() {
    return until.map(end -> end.over(clock.instant())).orElse(true);
  }

  private boolean mayTake(Seen seen) {
    return seen.free() || holder.isEarlierSelf(seen.holder());
  }

  private Duration pause() {
    Duration tenth = terms.duration().dividedBy(20);
    return tenth.compareTo(Duration.ofSeconds(2)) > 0 ? Duration.ofSeconds(2) : tenth;
  }

  /// Counted from before the write, so that it never ends later than others think.
  private Until next() {
    Duration holds = terms.duration().minus(terms.margin());
    return new Until(System.nanoTime() + holds.toNanos(), clock.instant().plus(holds));
  }
}

package io.bowline.control.runner;

import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Events;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who holds a runner's stream: the newest one counts, wherever it is held, and the older is told
/// to end by whoever holds it.
@ApplicationScoped
public class Sessions {
  /// Topic of the hint that a runner's stream was taken over or revoked; its key is the runner's
  /// id.
  public static final String CHANGED = "runner.session";

  private static final SystemTask WATCH = new SystemTask("runner-watch");

  private final Transactions transactions;
  private final Events events;
  private final SessionStore store;
  private final Iterable<RunnerArrival> arrivals;

  @Inject
  public Sessions(
      Transactions transactions,
      Events events,
      SessionStore store,
      @Any Instance<RunnerArrival> arrivals) {
    this(transactions, events, store, (Iterable<RunnerArrival>) arrivals);
  }

  /// With these who wait and no others.
  public Sessions(
      Transactions transactions,
      Events events,
      SessionStore store,
      Iterable<RunnerArrival> arrivals) {
    this.transactions = transactions;
    this.events = events;
    this.store = store;
    this.arrivals = arrivals;
  }

  /// A stream that begins.
  ///
  /// @param replica which process of ours holds it
  /// @param process which process of the runner opened it
  /// @param kinds of jobs that it can do
  public record Opening(String replica, String process, String version, Set<String> kinds) {
    public Opening {
      kinds = Set.copyOf(kinds);
    }
  }

  /// How a runner stands now.
  ///
  /// @param epoch of its newest stream
  public record Standing(RunnerId runner, long epoch, Optional<String> revokedBecause) {}

  /// Takes the runner's stream over.
  ///
  /// @return its epoch, greater than that of every earlier one
  public long open(Identity runner, Opening opening) {
    return transactions.inOrg(
        runner.org(),
        tx -> {
          long epoch = store.take(tx, runner.org(), runner.holder(), opening);
          events.hint(tx, new Event(CHANGED, runner.org(), runner.holder().toString()));
          arrivals.forEach(arrival -> arrival.connected(tx, runner, opening));
          return epoch;
        });
  }

  /// Notes that the stream lives.
  ///
  /// @return whether it is still the newest
  public boolean heard(Identity runner, long epoch) {
    return transactions.inOrg(
        runner.org(), tx -> store.heard(tx, runner.org(), runner.holder(), epoch));
  }

  public void closed(Identity runner, long epoch) {
    transactions.runInOrg(
        runner.org(), tx -> store.closed(tx, runner.org(), runner.holder(), epoch));
  }

  public Optional<RunnerSession> find(OrgId org, RunnerId runner) {
    return transactions.inOrg(org, tx -> store.find(tx, org, runner));
  }

  /// How many hosted runners of all organizations have enrolled, count, and have not been heard for
  /// this long.
  public long silentHosted(Duration allowed) {
    return transactions.asSystem(WATCH, tx -> store.silentHosted(tx, allowed));
  }

  /// How these runners stand, of all organizations: for whoever holds their streams.
  public List<Standing> standing(Collection<RunnerId> runners) {
    return runners.isEmpty()
        ? List.of()
        : transactions.asSystem(WATCH, tx -> store.standing(tx, runners));
  }
}

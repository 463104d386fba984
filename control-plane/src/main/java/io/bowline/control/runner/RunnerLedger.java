package io.bowline.control.runner;

import io.bowline.control.platform.Tx;
import io.bowline.control.platform.event.Event;
import io.bowline.control.platform.event.Events;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/// Tells who has to know of runners: the audit, who holds their streams, and who waited for one.
@ApplicationScoped
public class RunnerLedger {
  private final RunnerAudit audit;
  private final Events events;
  private final Iterable<RunnerArrival> arrivals;

  @Inject
  public RunnerLedger(RunnerAudit audit, Events events, @Any Instance<RunnerArrival> arrivals) {
    this(audit, events, (Iterable<RunnerArrival>) arrivals);
  }

  /// With these who wait and no others.
  public RunnerLedger(RunnerAudit audit, Events events, Iterable<RunnerArrival> arrivals) {
    this.audit = audit;
    this.events = events;
    this.arrivals = arrivals;
  }

  void record(Tx tx, RunnerAudit.Entry entry) {
    audit.record(tx, entry);
  }

  /// It has its first certificate when this transaction ends.
  void enrolled(Tx tx, RunnerRecord runner) {
    arrivals.forEach(arrival -> arrival.enrolled(tx, runner));
  }

  /// A token was made.
  void expected(Tx tx, EnrollmentToken token) {
    arrivals.forEach(arrival -> arrival.expected(tx, token));
  }

  /// The last token of an install ended unused.
  void lapsed(Tx tx, EnrollmentToken token) {
    arrivals.forEach(arrival -> arrival.lapsed(tx, token));
  }

  /// A runner came from elsewhere.
  void turnedAway(Tx tx, EnrollmentToken token, Admission.Refused refused) {
    arrivals.forEach(arrival -> arrival.turnedAway(tx, token, refused));
  }

  /// A runner did not come in.
  void keptOut(Tx tx, EnrollmentToken token, Admission.Refused refused) {
    arrivals.forEach(arrival -> arrival.keptOut(tx, token, refused));
  }

  /// Its stream is to be cut.
  void revoked(Tx tx, RunnerRecord runner) {
    events.hint(tx, new Event(Sessions.CHANGED, runner.org(), runner.id().toString()));
  }
}

package io.bowline.runner.intake;

import io.bowline.model.id.JobId;
import io.bowline.model.job.Outcome;
import io.bowline.runner.journal.Entry;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.journal.JobRecord;
import io.bowline.runner.journal.JournalFailedException;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.outbox.Report;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/// Takes jobs in. `link` offers and cancels, `work` pulls; what is accepted is in the journal.
public final class Intake {
  private final ReentrantLock lock = new ReentrantLock();
  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private final JobJournal journal;
  private final Outbox outbox;
  private final int room;
  private Optional<String> closed = Optional.empty();

  /// Opens with the jobs that an earlier process did not finish.
  ///
  /// @param room how many unfinished jobs may be held at once
  public Intake(JobJournal journal, Outbox outbox, int room) {
    this.journal = journal;
    this.outbox = outbox;
    this.room = room;
    for (JobRecord job : journal.jobs()) {
      if (job.end().isEmpty()) {
        orders.add(new Order.Run(assignment(job)));
      }
    }
  }

  /// Judges an offer. A job that is here already is never run twice: a newer epoch is adopted, and
  /// when the job is over its result is said again under that epoch.
  public Answer offer(Assignment offered) {
    lock.lock();
    try {
      if (closed.isPresent()) {
        return new Answer.Declined(closed.get());
      }
      Optional<JobRecord> known = journal.find(offered.job());
      return known.isPresent() ? offeredAgain(known.get(), offered) : accept(offered);
    } catch (JournalFailedException e) {
      return new Answer.Declined(e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  /// Asks a job to stop. Ignored when the job is not here, is over, or was handed on under a newer
  /// epoch.
  ///
  /// @throws JournalFailedException when the wish could not be recorded; it is passed on
  ///   nevertheless
  public void cancel(JobId job, long epoch, String reason) {
    lock.lock();
    try {
      Optional<JobRecord> known =
          journal
              .find(job)
              .filter(held -> held.end().isEmpty() && held.epoch() <= epoch)
              .filter(held -> held.cancel().isEmpty());
      if (known.isPresent()) {
        orders.add(new Order.Cancel(job, reason));
        journal.append(new Entry.CancelAsked(job, reason));
      }
    } finally {
      lock.unlock();
    }
  }

  /// The jobs that the control plane may still count on.
  public List<InFlight> inFlight() {
    return journal.jobs().stream()
        .filter(JobRecord::inFlight)
        .map(job -> new InFlight(job.job(), job.epoch()))
        .toList();
  }

  /// How many more jobs would be accepted now.
  public int room() {
    return Math.max(0, room - unfinished());
  }

  /// Declines everything from now on.
  public void close(String reason) {
    lock.lock();
    try {
      closed = Optional.of(reason);
    } finally {
      lock.unlock();
    }
  }

  /// The next order, in the order of arrival.
  public Order take() throws InterruptedException {
    return orders.take();
  }

  private Answer offeredAgain(JobRecord known, Assignment offered) {
    if (offered.epoch() < known.epoch()) {
      return new Answer.Declined(
          "epoch " + offered.epoch() + " is older than " + known.epoch() + ", which is held here");
    }
    if (offered.attempt() < known.attempt()) {
      return new Answer.Declined("attempt " + known.attempt() + " is held here already");
    }
    boolean newer = offered.epoch() > known.epoch();
    boolean later = offered.attempt() > known.attempt();
    if (known.end().isEmpty()) {
      return later
          ? new Answer.Declined("attempt " + known.attempt() + " still runs here")
          : adopt(known, offered, newer);
    }
    boolean goesOn = newer && known.end().get().outcome() instanceof Outcome.Stopped;
    return later || goesOn ? accept(offered) : adopt(known, offered, newer);
  }

  private Answer adopt(JobRecord known, Assignment offered, boolean newer) {
    if (newer) {
      journal.append(new Entry.Adopted(known.job(), offered.epoch()));
    }
    outbox.add(new Report.Accepted(offered.job(), offered.epoch()));
    outbox.repeat(offered.job());
    return new Answer.Accepted();
  }

  private Answer accept(Assignment offered) {
    if (unfinished() >= room) {
      return new Answer.Declined("busy with " + room + " jobs, which is all this runner takes");
    }
    journal.append(
        new Entry.Accepted(
            offered.job(),
            offered.epoch(),
            offered.attempt(),
            offered.spec(),
            offered.traceparent()));
    outbox.add(new Report.Accepted(offered.job(), offered.epoch()));
    orders.add(new Order.Run(offered));
    return new Answer.Accepted();
  }

  private int unfinished() {
    return Math.toIntExact(journal.jobs().stream().filter(job -> job.end().isEmpty()).count());
  }

  private static Assignment assignment(JobRecord job) {
    return new Assignment(
        job.job(), job.epoch(), job.attempt(), job.spec(), job.accepted().traceparent());
  }
}

package io.bowline.runner.outbox;

import io.bowline.model.id.JobId;
import io.bowline.runner.journal.Entry;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.journal.JobRecord;
import io.bowline.runner.journal.JournalFailedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/// Reports that wait for the control plane's ack, in order.
///
/// Results are in the journal before they are here, so they survive any death; the others live in
/// memory, since what they say is told again by the jobs in flight of a new Hello.
public final class Outbox {
  private static final Logger LOG = Logger.getLogger(Outbox.class);
  private static final int MAX_WAITING = 10_000;
  private static final int MAX_BATCH = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Deque<Numbered> waiting = new ArrayDeque<>();
  private final JobJournal journal;
  private long last;
  private long dropped;

  /// Opens with the results that nobody has acked yet.
  public Outbox(JobJournal journal) {
    this.journal = journal;
    for (JobRecord job : journal.jobs()) {
      job.end().filter(_ -> !job.settled()).ifPresent(end -> push(result(job, end)));
    }
  }

  /// Says something. A result is durable when this returns.
  ///
  /// @throws JournalFailedException when a result could not be made durable; then it was not said
  public void add(Report report) {
    switch (report) {
      case Report.Accepted _, Report.Progress _ -> push(report);
      case Report.Result result -> {
        JobRecord after =
            journal.append(new Entry.Ended(result.job(), result.outcome(), result.report()));
        after.end().ifPresent(end -> push(result(after, end)));
      }
    }
  }

  /// Says the result of a job again, under the epoch that it has now.
  public void repeat(JobId job) {
    journal.find(job).ifPresent(known -> known.end().ifPresent(end -> push(result(known, end))));
  }

  /// What comes after this number, oldest first; perhaps not all of it.
  public List<Numbered> after(long sequence) {
    lock.lock();
    try {
      return batch(sequence);
    } finally {
      lock.unlock();
    }
  }

  /// The same, but waits until there is something; empty when nothing came in time.
  public List<Numbered> take(long after, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long nanos = atMost.toNanos();
      List<Numbered> batch = batch(after);
      while (batch.isEmpty() && nanos > 0) {
        nanos = more.awaitNanos(nanos);
        batch = batch(after);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /// The control plane has handled everything up to this number.
  public void acked(long sequence) {
    var heard = new ArrayList<Report>();
    lock.lock();
    try {
      while (!waiting.isEmpty() && waiting.getFirst().sequence() <= sequence) {
        heard.add(waiting.removeFirst().report());
      }
    } finally {
      lock.unlock();
    }
    for (Report report : heard) {
      if (report instanceof Report.Result result) {
        settle(result);
      }
    }
  }

  private void settle(Report.Result result) {
    try {
      journal.append(new Entry.Settled(result.job(), result.epoch()));
    } catch (JournalFailedException e) {
      // The result is then sent once more after a restart, which has no effect there.
      LOG.warnf("the ack of job %s could not be recorded: %s", result.job(), e.getMessage());
    }
  }

  /// How many progress reports were dropped since the start.
  public long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  private static Report.Result result(JobRecord job, JobRecord.End end) {
    return new Report.Result(job.job(), job.epoch(), end.outcome(), end.report());
  }

  private void push(Report report) {
    lock.lock();
    try {
      waiting.addLast(new Numbered(++last, report));
      if (waiting.size() > MAX_WAITING) {
        dropOldestProgress();
      }
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void dropOldestProgress() {
    for (Iterator<Numbered> all = waiting.iterator(); all.hasNext(); ) {
      if (all.next().report() instanceof Report.Progress) {
        all.remove();
        dropped++;
        return;
      }
    }
  }

  private List<Numbered> batch(long after) {
    return waiting.stream().filter(n -> n.sequence() > after).limit(MAX_BATCH).toList();
  }
}

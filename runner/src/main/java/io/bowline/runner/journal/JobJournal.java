package io.bowline.runner.journal;

import io.bowline.model.id.JobId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/// The jobs of this runner as they are on disk. An entry is durable before `append` returns, and
/// only then is it seen by readers; whoever acts on it acts afterwards (invariant 4).
public final class JobJournal implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(JobJournal.class);
  private static final String NAME = "jobs.journal";
  private static final int SETTLED_KEPT = 64;
  private static final long COMPACT_ABOVE = 1 << 20;
  private static final int COMPACT_FACTOR = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<JobId, JobRecord> jobs = new LinkedHashMap<>();
  private final Disk disk;
  private final RecordLog log;
  private final long compactAbove;
  private long compactAt;

  private JobJournal(Disk disk, RecordLog log, long compactAbove) {
    this.disk = disk;
    this.log = log;
    this.compactAbove = compactAbove;
    compactAt = compactAbove;
  }

  /// Opens the journal and reads what earlier processes left; a torn last entry counts as never
  /// written.
  ///
  /// @throws JournalFailedException when the disk fails or the file is damaged
  public static JobJournal open(Disk disk) {
    return open(disk, COMPACT_ABOVE);
  }

  static JobJournal open(Disk disk, long compactAbove) {
    try {
      RecordLog.Opened opened = RecordLog.open(disk, NAME);
      var journal = new JobJournal(disk, opened.log(), compactAbove);
      for (byte[] record : opened.records()) {
        journal.apply(EntryCodec.read(record));
      }
      return journal;
    } catch (IOException e) {
      throw new JournalFailedException(
          "the runner's journal in " + disk + " cannot be opened: " + e.getMessage(), e);
    }
  }

  /// Records one fact.
  ///
  /// @throws JournalFailedException when it could not be made durable; then it is not true
  public JobRecord append(Entry entry) {
    lock.lock();
    try {
      JobRecord after = JobRecord.after(Optional.ofNullable(jobs.get(entry.job())), entry);
      log.append(EntryCodec.write(entry));
      jobs.put(entry.job(), after);
      compact();
      return after;
    } catch (IOException e) {
      throw new JournalFailedException(
          "the runner's journal in "
              + disk
              + " cannot be written: "
              + e.getMessage()
              + "; free space there, or put the state folder on a sound disk",
          e);
    } finally {
      lock.unlock();
    }
  }

  public Optional<JobRecord> find(JobId job) {
    lock.lock();
    try {
      return Optional.ofNullable(jobs.get(job));
    } finally {
      lock.unlock();
    }
  }

  /// Every job that is known, oldest first; among the settled ones only the latest.
  public List<JobRecord> jobs() {
    lock.lock();
    try {
      return List.copyOf(jobs.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      log.close();
    } catch (IOException e) {
      throw new JournalFailedException("the runner's journal cannot be closed", e);
    } finally {
      lock.unlock();
    }
  }

  private void apply(Entry entry) {
    jobs.put(entry.job(), JobRecord.after(Optional.ofNullable(jobs.get(entry.job())), entry));
  }

  /// Forgets what was settled long ago and rewrites the rest. A failure costs nothing: the old file
  /// stands.
  private void compact() {
    if (log.size() < compactAt) {
      return;
    }
    forgetSettled(jobs.values());
    var records = new ArrayList<byte[]>();
    jobs.values().forEach(job -> job.entries().forEach(e -> records.add(EntryCodec.write(e))));
    try {
      log.replace(records);
    } catch (IOException e) {
      LOG.warnf("the journal in %s could not be compacted: %s", disk, e.getMessage());
    }
    compactAt = Math.max(compactAbove, log.size() * COMPACT_FACTOR);
  }

  private static void forgetSettled(Collection<JobRecord> all) {
    long surplus = all.stream().filter(job -> !job.inFlight()).count() - SETTLED_KEPT;
    var jobs = all.iterator();
    while (surplus > 0 && jobs.hasNext()) {
      if (!jobs.next().inFlight()) {
        jobs.remove();
        surplus--;
      }
    }
  }
}

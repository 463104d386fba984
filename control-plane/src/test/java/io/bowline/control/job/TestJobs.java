package io.bowline.control.job;

import io.bowline.control.audit.Audit;
import io.bowline.control.job.store.PgJobStore;
import io.bowline.control.job.store.PgStepStore;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Jobs with what a test gives them.
public final class TestJobs {
  private TestJobs() {}

  public static Jobs of(
      Transactions transactions, JobHints hints, Iterable<JobFollower> followers, Audit audit) {
    var ids = new Ids(InstantSource.system(), new SecureRandom());
    return new Jobs(
        transactions, ids, hints, followers, new PgJobStore(), new PgStepStore(), audit);
  }
}

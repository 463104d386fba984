package io.bowline.control.hosted.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.hosted.HandoverStore;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.JobId;
import io.bowline.model.identity.Identity;
import jakarta.enterprise.context.ApplicationScoped;

/// Rows of handovers.
@ApplicationScoped
public class PgHandoverStore implements HandoverStore {
  @Override
  public int count(Tx tx, Identity runner, JobId job) {
    return handle(tx)
        .createQuery("select count(*) from credential_handover where org = :org and job = :job")
        .bind("org", runner.org().value())
        .bind("job", job.value())
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public boolean note(Tx tx, Identity runner, JobId job, long epoch, String key) {
    return handle(tx)
            .createUpdate(
                """
                insert into credential_handover (org, job, key_digest, epoch, runner)
                values (:org, :job, :key, :epoch, :runner) on conflict do nothing
                """)
            .bind("org", runner.org().value())
            .bind("job", job.value())
            .bind("key", key)
            .bind("epoch", epoch)
            .bind("runner", runner.holder().value())
            .execute()
        == 1;
  }
}

package io.bowline.control.lending.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.lending.LentRoleStore;
import io.bowline.control.lending.Loan;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/// Rows of lent roles.
@ApplicationScoped
public class PgLentRoleStore implements LentRoleStore {
  @Override
  public void lend(Tx tx, OrgId org, InstallId install, JobId job, Loan loan) {
    handle(tx)
        .createUpdate(
            """
            insert into lent_role (org, install, job, role, network, access)
            values (:org, :install, :job, :role, :network, :access)
            on conflict (org, install) do update
            set job = excluded.job, role = excluded.role, network = excluded.network,
                access = excluded.access, at = now()
            """)
        .bind("org", org.value())
        .bind("install", install.value())
        .bind("job", job.value())
        .bindByType("role", loan.role().orElse(null), String.class)
        .bind("network", loan.network())
        .bind("access", loan.access())
        .execute();
  }

  @Override
  public Optional<JobId> job(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery("select job from lent_role where org = :org and install = :install")
        .bind("org", org.value())
        .bind("install", install.value())
        .mapTo(UUID.class)
        .findOne()
        .map(JobId::new);
  }

  @Override
  public Optional<Loan> loan(Tx tx, OrgId org, InstallId install) {
    return handle(tx)
        .createQuery(
            "select role, network, access from lent_role where org = :org and install = :install")
        .bind("org", org.value())
        .bind("install", install.value())
        .map((row, _) ->
            new Loan(
                Optional.ofNullable(row.getString("role")),
                row.getString("network"),
                row.getString("access")))
        .findOne();
  }

  @Override
  public void over(Tx tx, OrgId org, InstallId install) {
    handle(tx)
        .createUpdate("update lent_role set role = null where org = :org and install = :install")
        .bind("org", org.value())
        .bind("install", install.value())
        .execute();
  }
}

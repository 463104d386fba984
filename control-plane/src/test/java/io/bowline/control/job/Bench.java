package io.bowline.control.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.install.Creation;
import io.bowline.control.install.InstallRecord;
import io.bowline.control.install.Installs;
import io.bowline.control.install.NewInstall;
import io.bowline.control.install.store.PgInstallStore;
import io.bowline.control.job.store.PgJobStore;
import io.bowline.control.job.store.PgStepStore;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.store.OpenTransaction;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import io.bowline.model.job.JobSpec;
import io.bowline.proto.codec.LinkProtocol;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Jobs on a real database, with an organization of its own.
public final class Bench {
  /// A runner that can do everything.
  public static final Set<String> KINDS = LinkProtocol.kinds(LinkProtocol.CAPABILITIES);

  public final Transactions transactions;
  public final Ids ids = new Ids(InstantSource.system(), new SecureRandom());
  public final OrgId org = new OrgId(ids.get());
  public final Audit audit = new Audit(new AuditChainStore());
  public final List<JobFollower> followers = new ArrayList<>();
  public final List<InstallId> hinted = new ArrayList<>();
  public final Installs installs;
  public final Jobs jobs;
  public final InstallRecord install;

  public Bench() {
    this(TestDatabase.transactions());
  }

  /// On another database.
  public Bench(Transactions transactions) {
    this.transactions = transactions;
    installs = new Installs(transactions, ids, new PgInstallStore(), audit);
    jobs =
        new Jobs(
            transactions, ids, new Hints(), followers, new PgJobStore(), new PgStepStore(), audit);
    install = install("first");
  }

  private final class Hints implements JobHints {
    @Override
    public void work(Tx tx, OrgId to, InstallId at) {
      hinted.add(at);
    }

    @Override
    public void over(Tx tx, JobRecord job) {}

    @Override
    public void changed(Tx tx, JobRecord job, String kind, String word) {}
  }

  public InstallRecord install(String name) {
    var wish = new NewInstall(name, "acme/streaming", "aws", "123456789012", "eu-west-1", Map.of());
    Creation made = installs.create(org, wish, "test");
    assertThat(made).isInstanceOf(Creation.Created.class);
    return ((Creation.Created) made).install();
  }

  public Identity runner() {
    return runnerOf(install);
  }

  public Identity runnerOf(InstallRecord of) {
    return new Identity(
        "test.bowline", of.org(), of.id(), Identity.Role.RUNNER, new RunnerId(ids.get()));
  }

  public JobId request(JobSpec spec) {
    return transactions.inOrg(
        org, tx -> jobs.request(tx, org, install.id(), spec, new Origin("test", "")));
  }

  /// Lets the time of a job run out.
  public void runOut(JobId job) {
    transactions.runInOrg(
        org,
        tx ->
            OpenTransaction.handle(tx)
                .createUpdate(
                    """
                    update job set until = now() - interval '1 second',
                      deadline = deadline, wake_at = now() - interval '1 second' where id = :id
                    """)
                .bind("id", job.value())
                .execute());
  }
}

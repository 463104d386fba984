package io.bowline.runner.plan;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.proto.codec.JobCodec;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Workspaces;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.intake.Intake;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.journal.KillPoints;
import io.bowline.runner.lease.Holder;
import io.bowline.runner.lease.InstallLease;
import io.bowline.runner.lease.LeaseTerms;
import io.bowline.runner.lease.LeasedJob;
import io.bowline.runner.outbox.Numbered;
import io.bowline.runner.outbox.Outbox;
import io.bowline.runner.outbox.Report;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.helm.ChildHelm;
import io.bowline.runner.step.helm.HelmExecutor;
import io.bowline.runner.step.image.Checkpoints;
import io.bowline.runner.step.image.CustomerRegistry;
import io.bowline.runner.step.image.ImageExecutor;
import io.bowline.runner.step.image.ImageKeeper;
import io.bowline.runner.step.image.RegistryAccess;
import io.bowline.runner.step.image.TransferTerms;
import io.bowline.runner.step.image.login.Credentials;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.HealthWatch;
import io.bowline.runner.step.kube.Inventory;
import io.bowline.runner.step.kube.KubeExecutor;
import io.bowline.runner.step.terraform.TerraformExecutor;
import io.bowline.runner.step.terraform.TerraformTool;
import io.bowline.runner.trust.Gatekeeper;
import io.bowline.runner.trust.RegistryReleases;
import io.bowline.runner.work.JobHandler;
import io.bowline.runner.work.Work;
import io.bowline.runner.work.WorkTerms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;

/// A runner in a process of its own: the rooms around its journal with real steps. It does one job,
/// says its result to a file that stands for the control plane, and ends.
final class StoryRunner {
  /// Where it lives and what it is to do.
  ///
  /// @param folder of state, of the policy and of the trust root
  /// @param job number of the job
  /// @param spec the job, base64 of its wire form
  /// @param leaseMillis how long its lease holds without being renewed
  /// @param kills pattern of the points at which it asks to be killed
  record Orders(
      String folder,
      String kubeconfig,
      String namespace,
      String vendor,
      String customer,
      String user,
      String password,
      String helmLibrary,
      long job,
      String spec,
      long leaseMillis,
      String kills) {}

  private final Orders orders;
  private final Path folder;
  private final Host host = new Host();
  private final Cluster open;
  private final InstallLease lease;

  private StoryRunner(Orders orders) {
    this.orders = orders;
    folder = Path.of(orders.folder());
    open = Cluster.open(Path.of(orders.kubeconfig()));
    lease =
        new InstallLease(
            open,
            orders.namespace(),
            Holder.in(folder.resolve("state/lease"), new SecureRandom()),
            terms(),
            Clock.systemUTC());
  }

  public static void main(String[] file) throws Exception {
    new StoryRunner(Json.read(Path.of(file[0]), Orders.class)).live();
    System.exit(0);
  }

  private void live() throws IOException, InterruptedException {
    Pattern kills = Pattern.compile(orders.kills());
    var disk =
        new KillPoints(
            new FolderDisk(folder.resolve("state/journal")),
            folder.resolve("killed"),
            point -> kills.matcher(point).matches());
    var journal = JobJournal.open(disk);
    var outbox = new Outbox(journal);
    var intake = new Intake(journal, outbox, 4);
    PlanRoom room = room();
    var work =
        new Work(
            intake,
            journal,
            outbox,
            Map.of(
                "plan", leased(new PlanJob(room)),
                "apply", leased(new ApplyJob(room)),
                "uninstall", leased(new UninstallJob(room))),
            WorkTerms.usual(),
            Clock.systemUTC());
    work.start();
    var job = new JobId(new UUID(9, orders.job()));
    var spec = JobCodec.decodeSpec(Base64.getDecoder().decode(orders.spec()));
    // a newer epoch than any that this runner heard of
    long epoch = journal.find(job).map(known -> known.epoch()).orElse(0L) + 1;
    System.out.println("answer " + intake.offer(new Assignment(job, epoch, 1, spec, "")));
    hear(outbox, job, journal);
    work.stop(Duration.ofMinutes(1));
    System.out.println("over");
  }

  /// What a control plane would do: keep the result, then ack it, until it was said under the
  /// newest epoch.
  private void hear(Outbox outbox, JobId job, JobJournal journal)
      throws IOException, InterruptedException {
    long heard = 0;
    while (!journal.find(job).orElseThrow().settled()) {
      for (Numbered report : outbox.take(heard, Duration.ofMillis(50))) {
        heard = report.sequence();
        if (report.report() instanceof Report.Result result && result.job().equals(job)) {
          Files.writeString(
              folder.resolve("heard-" + orders.job()),
              result.outcome() + "\n",
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
          outbox.acked(heard);
        }
      }
    }
  }

  private JobHandler leased(JobHandler job) {
    return new LeasedJob(() -> lease, host, job);
  }

  private LeaseTerms terms() {
    Duration whole = Duration.ofMillis(orders.leaseMillis());
    return new LeaseTerms(whole, whole.dividedBy(5), whole.dividedBy(5));
  }

  private PlanRoom room() throws IOException {
    URI vendor = URI.create("http://" + orders.vendor());
    HttpClient http = HttpClient.newHttpClient();
    var vendorAccess = new RegistryAccess(vendor, http, Optional.empty());
    var customer =
        new CustomerRegistry(
            new RegistryAccess(
                URI.create("http://" + orders.customer()),
                http,
                Optional.of(new Credentials(orders.user(), orders.password()))),
            orders.customer(),
            "bowline");
    Executors executors = executors(vendorAccess, customer);
    var releases = new RegistryClient(http, vendor, new Login.Anonymous());
    return new PlanRoom(
        folder.resolve("state/plan"),
        () -> executors,
        new Gatekeeper(
            new RegistryReleases(() -> releases),
            folder.resolve("trust-root.json"),
            folder.resolve("state/trust")),
        () ->
            new io.bowline.release.chart.CustomerRegistry(customer.pulledFrom(), customer.prefix()),
        () -> new InstallId(new UUID(1, 2)),
        Optional.of(folder.resolve("policy.yaml")),
        3,
        Clock.systemUTC());
  }

  private Executors executors(RegistryAccess vendor, CustomerRegistry customer) throws IOException {
    Path kubeconfig = Path.of(orders.kubeconfig());
    Cluster cluster = open.behind(lease);
    var helm =
        new ChildHelm(
            host,
            new Workspaces(folder.resolve("state/workspaces")),
            kubeconfig,
            Path.of(orders.helmLibrary()));
    var home =
        new TerraformExecutor.Home(
            TerraformTool.find(host, folder.resolve("mirror"), Map.of()),
            orders.namespace(),
            folder.resolve("state/terraform"));
    var health =
        new HealthWatch(
            cluster, new HealthWatch.Terms(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    return new Executors(
        cluster,
        helm,
        new ImageExecutor(
            () -> vendor,
            () -> customer,
            TransferTerms.usual(),
            new Random(1),
            Clock.systemUTC(),
            Checkpoints.none(),
            lease),
        new HelmExecutor(cluster, helm, health),
        new TerraformExecutor(cluster, host, home, Clock.systemUTC()),
        new KubeExecutor(cluster, new Inventory(cluster, orders.namespace()), health),
        new ImageKeeper(() -> customer, TransferTerms.usual(), new Random(1), Clock.systemUTC()),
        orders.namespace());
  }
}

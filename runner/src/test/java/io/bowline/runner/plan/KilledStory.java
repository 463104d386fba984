package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.JobId;
import io.bowline.model.id.PlanId;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.proto.codec.JobCodec;
import io.bowline.registry.http.RegistryServer;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.chart.HelmLibrary;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.registry.Login;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.SigningKey;
import io.bowline.release.trust.TrustRoot;
import io.bowline.runner.host.Child;
import io.bowline.runner.host.ChildJvm;
import io.bowline.runner.host.Command;
import io.bowline.runner.host.Ended;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Limits;
import io.bowline.runner.host.Processes;
import io.bowline.runner.journal.FolderDisk;
import io.bowline.runner.journal.JobJournal;
import io.bowline.runner.journal.JobRecord;
import io.bowline.runner.plan.SampleBundle.Edit;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.Json;
import io.bowline.simulator.Account;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The life of one install, every job done by runner processes that are killed with SIGKILL at
/// points of their journal and started again.
final class KilledStory {
  /// Kills nobody.
  static final String NEVER = "(?!)";

  static final String NAMESPACE = "streaming";
  private static final long LEASE_MILLIS = 60_000;
  private static final Limits LIMITS = Limits.within(Duration.ofMinutes(5));
  private static final Duration CHILDREN_DIE_WITHIN = Duration.ofSeconds(2);

  final List<String> killed = new ArrayList<>();
  private final Account account;
  private final RegistryServer vendor;
  private final Path folder;
  private final Digest image;
  private final SigningKey key;
  private final long leaseMillis;
  private long jobs;

  KilledStory(Account account, RegistryServer vendor, Path folder) throws IOException {
    this(account, vendor, folder, SigningKey.generate(), LEASE_MILLIS);
  }

  /// @param key of the vendor
  KilledStory(Account account, RegistryServer vendor, Path folder, SigningKey key, long leaseMillis)
      throws IOException {
    this.key = key;
    this.leaseMillis = leaseMillis;
    this.account = account;
    this.vendor = vendor;
    this.folder = folder;
    FolderCopy.ensure(folder);
    image = SampleImage.put(registry(), "acme/sample", "1.0");
    Files.writeString(folder.resolve("policy.yaml"), "mode: auto\n");
    Files.write(
        folder.resolve("trust-root.json"),
        new TrustRoot(1, "acme/streaming", List.of(key.publicKey())).write());
  }

  private RegistryClient registry() {
    return new RegistryClient(
        HttpClient.newHttpClient(),
        URI.create("http://" + vendor.authority()),
        new Login.Anonymous());
  }

  Digest publish(String version, List<Edit> edits) throws IOException {
    Path author = folder.resolve("author-" + version);
    Bundle bundle = SampleBundle.pack(author, version, NAMESPACE, image, edits);
    var store = new ReleaseStore(registry(), repository());
    store.push(bundle);
    assertThat(store.attach(bundle, SampleBundle.sign(bundle, key))).isNotNull();
    return bundle.digest();
  }

  /// A repository of its own, since two stories share the vendor.
  private String repository() {
    return "acme/" + folder.getFileName();
  }

  /// Plans and applies every stage; the end of the last job.
  JobRecord.End rollOut(Digest release, String kills) throws Exception {
    for (int stage = 1; ; stage++) {
      JobReport.Planned plan = plan(release, stage, kills);
      JobRecord.End applied = job(applying(plan), kills);
      if (plan.plan().deferred().isEmpty() || !(applied.outcome() instanceof Outcome.Done)) {
        return applied;
      }
    }
  }

  JobReport.Planned plan(Digest release, int stage, String kills) throws Exception {
    var id = new PlanId(new UUID(7, jobs));
    JobRecord.End planned =
        job(new JobSpec.MakePlan(id, repository(), release, stage, Map.of()), kills);
    assertThat(planned.report()).as(planned.toString()).isInstanceOf(JobReport.Planned.class);
    return (JobReport.Planned) planned.report();
  }

  private static JobSpec applying(JobReport.Planned plan) {
    return new JobSpec.ApplyPlan(plan.plan().id(), plan.plan().digest(), Optional.empty());
  }

  /// Freezes the runner at a point while it applies a plan, lets others live meanwhile, then lets
  /// it go on to its end.
  JobRecord.End frozenAt(String point, JobReport.Planned plan, Meanwhile meanwhile)
      throws Exception {
    long number = ++jobs;
    Life life = begin(orders(number, applying(plan), point));
    String pid = life.line().split(" ", 3)[1];
    assertThat(life.line()).startsWith("kill ");
    signal("STOP", pid);
    try {
      meanwhile.live();
      Files.createFile(folder.resolve("go"));
    } finally {
      signal("CONT", pid);
    }
    assertThat(next(life.lines(), life.child())).isEqualTo("over");
    life.child().await();
    return endOf(number);
  }

  /// What others do while a runner is frozen.
  interface Meanwhile {
    void live() throws Exception;
  }

  private void signal(String name, String pid) throws InterruptedException {
    var kill =
        new Command(
            Path.of("/bin/sh"), List.of("-c", "kill -s " + name + " " + pid), folder, LIMITS);
    assertThat(new Host().run(kill)).isInstanceOf(Ended.Exited.class);
  }

  JobRecord.End uninstall(String kills) throws Exception {
    return job(new JobSpec.Uninstall(), kills);
  }

  private Path orders(long number, JobSpec spec, String kills) {
    Path orders = folder.resolve("orders-" + number + ".json");
    Json.write(
        orders,
        new StoryRunner.Orders(
            folder.toString(),
            account.kubeconfig().toString(),
            NAMESPACE,
            vendor.authority(),
            account.registryAddress(),
            account.registryUser(),
            account.registryPassword(),
            HelmLibrary.usualFolder().toString(),
            number,
            Base64.getEncoder().encodeToString(JobCodec.encodeSpec(spec)),
            leaseMillis,
            kills));
    return orders;
  }

  /// Starts runners until one of them comes to the end of the job.
  private JobRecord.End job(JobSpec spec, String kills) throws Exception {
    long number = ++jobs;
    Path orders = orders(number, spec, kills);
    int lives = 1;
    while (lifeEndsByKill(orders)) {
      lives++;
      assertThat(lives).as("lives for job %d", number).isLessThan(200);
    }
    return endOf(number);
  }

  /// The result is durable, and it is what the control plane was told, every time.
  private JobRecord.End endOf(long number) throws IOException {
    try (var journal = JobJournal.open(new FolderDisk(folder.resolve("state/journal")))) {
      JobRecord record = journal.find(new JobId(new UUID(9, number))).orElseThrow();
      assertThat(record.settled()).as("job %d is settled", number).isTrue();
      JobRecord.End end = record.end().orElseThrow();
      assertThat(Files.readAllLines(folder.resolve("heard-" + number)))
          .isNotEmpty()
          .containsOnly(end.outcome().toString());
      return end;
    }
  }

  /// A started runner and the first thing that it had to say.
  private record Life(Child child, BlockingQueue<String> lines, String line) {}

  private boolean lifeEndsByKill(Path orders) throws Exception {
    Life life = begin(orders);
    boolean dies = life.line().startsWith("kill ");
    if (dies) {
      String[] words = life.line().split(" ", 3);
      kill(Long.parseLong(words[1]), words[2]);
    }
    life.child().await();
    return dies;
  }

  private Life begin(Path orders) throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    var command =
        new ChildJvm(StoryRunner.class, List.of("-Xmx128m"), List.of(orders.toString()))
            .command(folder, LIMITS);
    var started = new Host().start(command, (_, line) -> lines.add(line));
    Child child = ((Host.Started.Running) started).child();
    return new Life(child, lines, next(lines, child));
  }

  private void kill(long pid, String point) throws IOException {
    ProcessHandle runner = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> children = runner.descendants().toList();
    assertThat(runner.destroyForcibly()).isTrue();
    assertThat(children)
        .as("children of the runner that was killed at %s", point)
        .allMatch(child -> Processes.endsWithin(child.pid(), CHILDREN_DIE_WITHIN));
    killed.add(point);
    Files.writeString(
        folder.resolve("killed"),
        point + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static String next(BlockingQueue<String> lines, Child child) throws Exception {
    var said = new ArrayList<String>();
    while (true) {
      String line = lines.poll(120, TimeUnit.SECONDS);
      if (line == null) {
        child.stop("it hangs");
        throw new AssertionError("the runner hangs: " + said);
      }
      if (line.startsWith("kill ") || line.equals("over")) {
        return line;
      }
      said.add(line);
      if (line.startsWith("Exception in thread \"main\"")) {
        throw new AssertionError("the runner broke: " + line);
      }
    }
  }
}

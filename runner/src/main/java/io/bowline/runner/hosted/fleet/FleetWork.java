package io.bowline.runner.hosted.fleet;

import io.bowline.cloud.grant.ProvisionGrant;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.driver.state.StateStore;
import io.bowline.model.job.Failure;
import io.bowline.model.job.FleetErrand;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.StepEvent.State;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import io.bowline.proto.handover.Credential;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Workspaces;
import io.bowline.runner.hosted.CredentialedJob;
import io.bowline.runner.intake.Assignment;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.Stop;
import io.bowline.runner.step.terraform.ProviderShelf;
import io.bowline.runner.step.terraform.TerraformRun;
import io.bowline.runner.step.terraform.TerraformTool;
import io.bowline.runner.work.Cancellation;
import io.bowline.runner.work.JobEnd;
import io.bowline.runner.work.Progress;
import io.bowline.runner.work.StepJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Makes what a fleet stands on in a cloud account, or takes it down: the record of it goes into a
/// bucket of that account first, and is taken away last.
public final class FleetWork implements CredentialedJob.Errand {
  private static final String ACCOUNT = "account";
  private static final String QUOTAS = "quotas";
  private static final String BUCKET = "state-bucket";
  private static final String PREPARE = "prepare";
  private static final String PLAN = "plan";
  private static final String APPLY = "apply";
  private static final Duration LIMIT = Duration.ofMinutes(110);

  /// Fleets that this process works on: two jobs of one would take each other's locks for theirs.
  private static final Set<Path> BUSY = ConcurrentHashMap.newKeySet();

  private final Tools tools;
  private final FleetErrand errand;
  private final UnaryOperator<CloudModule> modules;

  /// What the work is done with.
  ///
  /// @param terraform absent where neither program is installed
  /// @param kept folder of what outlives the process: for each fleet whether a run may hold its
  ///   lock
  public record Tools(
      Host host,
      Optional<TerraformTool> terraform,
      Workspaces workspaces,
      Path kept,
      Sites sites,
      Clock clock) {}

  /// @param errand `PROVISION` or `DESTROY`
  public FleetWork(Tools tools, FleetErrand errand) {
    this(tools, errand, UnaryOperator.identity());
  }

  /// @param modules what stands in for a module, where its provider is not to be had
  FleetWork(Tools tools, FleetErrand errand, UnaryOperator<CloudModule> modules) {
    this.tools = tools;
    this.errand = errand;
    this.modules = modules;
  }

  @Override
  public JobEnd run(
      Assignment assignment,
      Credential credential,
      Progress progress,
      Cancellation cancellation,
      StepJournal steps)
      throws InterruptedException {
    ProvisionGrant grant = ProvisionGrant.read(credential.reveal());
    Path kept = tools.kept().resolve(grant.fleet().toString());
    if (!BUSY.add(kept)) {
      return JobEnd.failed(
          new Failure("fleet-busy", "Another job of this fleet has not ended yet.", true));
    }
    var stop = new Stop();
    var run = new Run(grant, kept, progress, stop);
    try (var _ = cancellation.whenAsked(stop::ask);
        Site site = signedIn(run)) {
      return worked(run, site);
    } catch (CloudRefusal e) {
      return JobEnd.failed(new Failure(e.reason(), String.valueOf(e.getMessage()), e.retryable()));
    } catch (StepException e) {
      return e.failure().reason().equals("stopped")
          ? JobEnd.stopped(e.failure().message())
          : JobEnd.failed(e.failure());
    } finally {
      BUSY.remove(kept);
    }
  }

  /// One job under way.
  private record Run(ProvisionGrant grant, Path kept, Progress progress, Stop stop) {
    StepContext in(String step) {
      return new StepContext(stop, line -> progress.say(step, State.RUNNING, line));
    }

    void begin(String step, String what) {
      stop.reason()
          .ifPresent(why -> {
            throw new StepException("stopped", why);
          });
      progress.say(step, State.RUNNING, what);
    }

    void done(String step, String what) {
      progress.say(step, State.SUCCEEDED, what);
    }
  }

  private Site signedIn(Run run) throws InterruptedException {
    run.begin(ACCOUNT, "asks the cloud whose credentials these are");
    Site site = tools.sites().open(run.grant());
    if (!modules.apply(site.module()).isThere()) {
      site.close();
      throw new StepException(
          "cloud-unknown",
          "This version makes no fleets in %s yet."
              .formatted(run.grant().provider().cloud().text()));
    }
    run.done(ACCOUNT, "account " + site.account());
    return site;
  }

  private JobEnd worked(Run run, Site site) throws InterruptedException {
    boolean removal = errand == FleetErrand.DESTROY;
    StateStore store = site.store();
    if (removal && !store.exists()) {
      run.done(BUCKET, "is not there: nothing was made, or it is gone already");
      return JobEnd.done(new JobReport.Uninstalled(List.of()));
    }
    if (!removal && !store.exists()) {
      // once something is there, some of what is taken is the fleet's own
      quotas(run, site);
    }
    run.begin(BUCKET, run.grant().bucket());
    boolean made = store.ensure();
    run.done(BUCKET, made ? "made" : "is there");
    JobEnd end = applied(run, site, removal);
    if (removal) {
      run.begin(BUCKET, "is taken away");
      store.remove();
      run.done(BUCKET, "gone");
    }
    return end;
  }

  /// Half a fleet that stops at a limit is worse than none.
  private static void quotas(Run run, Site site) throws InterruptedException {
    run.begin(QUOTAS, "looks whether there is room for a fleet");
    List<Check> checks = site.quotas();
    checks.forEach(check ->
        run.progress()
            .say(
                QUOTAS,
                State.RUNNING,
                "%s: %s. %s".formatted(check.name(), check.result().text(), check.detail())));
    List<Check> failed = checks.stream().filter(check -> check.result() == Result.FAILED).toList();
    if (!failed.isEmpty()) {
      String why =
          failed.stream()
              .map(check -> check.name() + ": " + check.detail())
              .collect(Collectors.joining(" "));
      run.progress().say(QUOTAS, State.FAILED, why);
      throw new StepException(
          new Failure(
              "quota", "Region %s has no room. %s".formatted(run.grant().region(), why), false));
    }
    run.done(QUOTAS, "");
  }

  private JobEnd applied(Run run, Site site, boolean removal) {
    try (var workspace = tools.workspaces().open("fleet-" + run.grant().fleet())) {
      FleetTerraform terraform = terraform(run, site, workspace.folder());
      run.begin(PREPARE, "finds the provider and the record");
      terraform.init(removal, run.in(PREPARE));
      run.done(PREPARE, "");
      run.begin(PLAN, removal ? "looks what there is" : "looks what is missing");
      boolean changes = terraform.plan(removal, run.in(PLAN));
      run.done(PLAN, changes ? "" : "nothing is to be done");
      if (changes) {
        run.begin(APPLY, removal ? "takes away" : "makes");
        terraform.apply(run.in(APPLY));
        run.done(APPLY, "");
      }
      var report =
          removal
              ? new JobReport.Uninstalled(site.leftBehind())
              : new JobReport.FleetProvisioned(terraform.outputs(run.in(APPLY)));
      terraform.over();
      return JobEnd.done(report);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot work in a folder of this runner's own", e);
    }
  }

  private FleetTerraform terraform(Run run, Site site, Path folder) throws IOException {
    TerraformTool tool =
        tools
            .terraform()
            .orElseThrow(() ->
                new StepException(
                    "terraform-missing",
                    "Neither tofu nor terraform is on the hosted runner's path. The vendor installs one."));
    Path module = Files.createDirectory(folder.resolve("module"));
    modules.apply(site.module()).writeTo(module);
    Site.Terms terms = site.terms();
    Json.write(module.resolve("bowline.auto.tfvars.json"), terms.variables());
    terms.files().forEach((name, tree) -> Json.write(module.resolve(name), tree));
    var terraform =
        new TerraformRun(
            tools.host(),
            new TerraformTool(tool.program(), tool.mirror(), terms.environment()),
            new ProviderShelf(folder.resolve("providers")),
            module,
            folder.resolve("data"),
            LIMIT);
    terraform.hide(terms.secrets());
    var lock = new StateLock(site.store(), run.kept(), tools.clock());
    var made = new MadeLog(run.kept(), site.lookup());
    return new FleetTerraform(terraform, lock, made, module);
  }
}

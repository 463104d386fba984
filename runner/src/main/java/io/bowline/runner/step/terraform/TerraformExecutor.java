package io.bowline.runner.step.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.release.archive.FileTree;
import io.bowline.release.bundle.ModuleSources;
import io.bowline.runner.host.Host;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.Executor;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.step.kube.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Plans and applies Terraform root modules.
public final class TerraformExecutor implements Executor {
  /// The file that gives variables their values.
  static final String VARIABLES = "bowline.auto.tfvars.json";

  private static final String MODULE = "module";
  private static final String PLAN = "plan.bin";
  private static final String TERMS = "terms.json";
  private static final String BEGUN = "begun.json";
  private static final Duration PLANNING = Duration.ofMinutes(15);
  private static final String LOCK_TIMEOUT = "-lock-timeout=15s";

  private final Cluster cluster;
  private final Host host;
  private final Home home;
  private final Clock clock;

  public TerraformExecutor(Cluster cluster, Host host, Home home, Clock clock) {
    this.cluster = cluster;
    this.host = host;
    this.home = home;
    this.clock = clock;
  }

  /// Where this executor lives.
  ///
  /// @param tool absent where neither program is installed: then every step fails with that reason
  /// @param namespace of state and locks
  /// @param kept folder with the modules that were applied last, for a return
  public record Home(Optional<TerraformTool> tool, String namespace, Path kept) {
    /// Providers that releases brought.
    ProviderShelf shelf() {
      return new ProviderShelf(kept.resolveSibling("providers"));
    }
  }

  /// Providers that releases brought.
  public ProviderShelf shelf() {
    return home.shelf();
  }

  /// A plan, and the outputs as far as they are known: all of them when nothing changes.
  public record Planned(Draft draft, Optional<Map<String, JsonNode>> outputs) {
    public Planned {
      outputs = outputs.map(Map::copyOf);
    }

    /// Outputs may be secrets.
    @Override
    public String toString() {
      return "Planned[" + draft.action() + "]";
    }
  }

  @Override
  public StepKind kind() {
    return StepKind.TERRAFORM;
  }

  /// Saves a plan into the frozen folder.
  ///
  /// @param name under which state is kept
  /// @param variables JSON by name
  /// @param providers those of the release, on the shelf
  public Planned draft(
      String name,
      FileTree module,
      Map<String, JsonNode> variables,
      Map<String, Digest> providers,
      Path frozen,
      StepContext context) {
    requireWhole(name, module);
    return guarded(() -> {
      Path folder = frozen.resolve(MODULE);
      try {
        module.writeTo(folder);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write a Terraform module", e);
      }
      Json.write(folder.resolve(VARIABLES), new TreeMap<>(variables));
      ProviderShelf.note(folder, providers);
      return plan(name, folder, frozen, Aim.ALL_OF_IT, context);
    });
  }

  /// A module that is fetched while it is planned is none that anybody signed.
  private static void requireWhole(String name, FileTree module) {
    module
        .files()
        .forEach((path, file) -> {
          if (path.endsWith(".tf")) {
            ModuleSources.remote(file.text()).stream()
                .findFirst()
                .ifPresent(remote -> {
                  throw new StepException(
                      "module-elsewhere",
                      "%s takes its module '%s' from %s, which is not in the release"
                          .formatted(name, remote.name(), remote.source()));
                });
          }
        });
  }

  /// Everything that a component has in Terraform's books.
  public List<Made> made(String name) {
    return guarded(() -> state(name).made());
  }

  /// Saves a plan to destroy what was applied last, but for what has to stay, what that stands on,
  /// and what says how it is.
  ///
  /// @param stays what is not to be destroyed
  /// @throws StepException when the rest cannot go without it
  public Planned draftRemoval(
      String name, Predicate<Made> stays, Path frozen, StepContext context) {
    return guarded(() -> {
      Path kept = home.kept().resolve(name).resolve(MODULE);
      List<Made> all = state(name).made();
      Set<Made> stay =
          Made.staying(all, all.stream().filter(stays).collect(Collectors.toUnmodifiableSet()));
      if (!Files.exists(kept) || all.size() == stay.size()) {
        Json.write(frozen.resolve(TERMS), new Terms(name, true, "none", "", List.of()));
        return new Planned(
            new Draft(StepAction.NONE, Digest.of(new byte[0]), List.of()), Optional.empty());
      }
      FolderCopy.copy(kept, frozen.resolve(MODULE));
      List<String> targets =
          stay.isEmpty()
              ? List.of()
              : all.stream().filter(one -> !stay.contains(one)).map(Made::address).toList();
      return plan(name, frozen.resolve(MODULE), frozen, new Aim(true, targets, stay), context);
    });
  }

  private Planned plan(String name, Path folder, Path frozen, Aim aim, StepContext context) {
    TerraformState state = state(name);
    cluster.ensureNamespace(home.namespace());
    Json.write(folder.resolve("bowline_backend_override.tf.json"), state.backend());
    TerraformRun run = run(folder, frozen.resolveSibling("work"), PLANNING);
    init(run, folder, context);
    String version = state.version();
    Saved saved = save(run, state, frozen.toAbsolutePath().resolve(PLAN), aim, context);
    aim.holdTo(saved.reading());
    var terms =
        new Terms(
            name, aim.removal(), version, saved.reading().observed().toString(), aim.targets());
    Json.write(frozen.resolve(TERMS), terms);
    Optional<Map<String, JsonNode>> outputs =
        saved.changes() ? Optional.empty() : Optional.of(outputs(run, context));
    StepAction action =
        !saved.changes()
            ? StepAction.NONE
            : aim.removal()
                ? StepAction.DELETE
                : state.holdsResources() ? StepAction.UPDATE : StepAction.CREATE;
    return new Planned(new Draft(action, terms.precondition(), saved.reading().lines()), outputs);
  }

  /// Where the author brings a lock file, it is held to.
  private static void init(TerraformRun run, Path folder, StepContext context) {
    var arguments = new ArrayList<>(List.of("init", "-input=false", "-no-color", "-reconfigure"));
    if (Files.exists(folder.resolve(".terraform.lock.hcl"))) {
      arguments.add("-lockfile=readonly");
    }
    var _ = run.require(List.of(0), context, arguments.toArray(String[]::new));
  }

  @Override
  public Optional<String> moved(FrozenStep step, StepContext context) {
    return guarded(() -> {
      Terms terms = Terms.read(step);
      return moved(run(step), state(terms.name()), step, terms, context);
    });
  }

  @Override
  public StepOutcome apply(FrozenStep step, boolean begun, StepContext context) {
    return outcome(() -> {
      Terms terms = Terms.read(step);
      TerraformState state = state(terms.name());
      TerraformRun run = run(step);
      String version = state.version();
      if (begun && !version.equals(terms.version())) {
        return goOn(run, step, terms, context);
      }
      if (!begun) {
        Optional<String> moved = moved(run, state, step, terms, context);
        if (moved.isPresent()) {
          return new StepOutcome.Moved(moved.get());
        }
      }
      Json.writeDurably(step.work().resolve(BEGUN), terms);
      Path plan = step.frozen().resolve(PLAN).toAbsolutePath();
      return change(run, state, context, "apply", plan.toString());
    });
  }

  @Override
  public StepOutcome awaitHealth(FrozenStep step, StepContext context) {
    return new StepOutcome.Done("applied");
  }

  @Override
  public StepOutcome settle(FrozenStep step, StepContext context) {
    return outcome(() -> {
      Terms terms = Terms.read(step);
      Path kept = home.kept().resolve(terms.name());
      if (terms.removal() && state(terms.name()).holdsResources()) {
        return new StepOutcome.Done("its books are kept with what stays");
      }
      if (terms.removal()) {
        state(terms.name()).forget();
        FolderCopy.remove(kept);
      } else {
        FolderCopy.replace(step.frozen().resolve(MODULE), kept.resolve(MODULE));
      }
      return new StepOutcome.Done("kept for a return");
    });
  }

  @Override
  public StepOutcome putBack(FrozenStep step, StepContext context) {
    return outcome(() -> {
      if (!Files.exists(step.work().resolve(BEGUN))) {
        return new StepOutcome.Done("nothing was written");
      }
      Terms terms = Terms.read(step);
      TerraformState state = state(terms.name());
      Path kept = home.kept().resolve(terms.name()).resolve(MODULE);
      boolean had = Files.exists(kept);
      Path folder = step.work().resolve("return");
      FolderCopy.replace(had ? kept : step.frozen().resolve(MODULE), folder);
      TerraformRun run = run(folder, step.work(), step.returnWithin());
      init(run, folder, context);
      StepOutcome returned =
          change(run, state, context, had ? "apply" : "destroy", "-auto-approve");
      if (!had && returned instanceof StepOutcome.Done) {
        state.forget();
      }
      return returned;
    });
  }

  /// Terraform cannot continue a saved plan that was applied in part. Where nothing is left to do
  /// it was applied in full; else the bundle goes back.
  private StepOutcome goOn(TerraformRun run, FrozenStep step, Terms terms, StepContext context) {
    Path check = step.work().resolve("check.bin").toAbsolutePath();
    return look(run, check, terms.aim(), context).changes()
        ? StepOutcome.failed(
            "terraform-interrupted",
            "the approved plan of " + terms.name() + " was applied in part and cannot be continued")
        : new StepOutcome.Done("was applied before");
  }

  private Optional<String> moved(
      TerraformRun run, TerraformState state, FrozenStep step, Terms terms, StepContext context) {
    String version = state.version();
    if (!version.equals(terms.version())) {
      return Optional.of(
          "Terraform state of " + terms.name() + " was " + terms.version() + " and is " + version);
    }
    Path check = step.work().resolve("check.bin").toAbsolutePath();
    String observed = look(run, check, terms.aim(), context).reading().observed().toString();
    return observed.equals(terms.observed())
        ? Optional.empty()
        : Optional.of("what Terraform manages in " + terms.name() + " changed since the plan");
  }

  private Saved save(
      TerraformRun run, TerraformState state, Path file, Aim aim, StepContext context) {
    state.freeOwnLock();
    state.running();
    Saved saved = saved(run, file, aim, LOCK_TIMEOUT, context);
    state.ended();
    return saved;
  }

  /// A plan for comparison: without the lock, since taking it would be a write.
  private static Saved look(TerraformRun run, Path file, Aim aim, StepContext context) {
    return saved(run, file, aim, "-lock=false", context);
  }

  private static Saved saved(
      TerraformRun run, Path file, Aim aim, String lock, StepContext context) {
    var arguments =
        new ArrayList<>(
            List.of("plan", "-input=false", "-no-color", "-json", "-detailed-exitcode", lock));
    arguments.addAll(aim.arguments());
    arguments.add("-out=" + file);
    var ended = run.require(List.of(0, 2), context, arguments.toArray(String[]::new));
    var shown = run.require(List.of(0), context, "show", "-json", "-no-color", file.toString());
    var reading = new PlanReading(Json.tree(shown.out()));
    run.sensitive().learn(reading.secrets());
    return new Saved(ended.code() == 2, reading);
  }

  private StepOutcome change(
      TerraformRun run, TerraformState state, StepContext context, String verb, String last) {
    state.freeOwnLock();
    cluster.pass();
    state.running();
    run.sensitive().learn(state.secrets());
    var result = run.call(context, verb, "-input=false", "-no-color", "-json", LOCK_TIMEOUT, last);
    state.ended();
    return switch (result) {
      case TerraformRun.Result.Stopped(String reason) -> new StepOutcome.Stopped(reason);
      case TerraformRun.Result.Ended(int code, var _, var _) when code == 0 ->
          new StepOutcome.Done("applied by Terraform");
      case TerraformRun.Result.Ended(int _, var _, String error) ->
          StepOutcome.failed("terraform", verb + ": " + error);
    };
  }

  private static Map<String, JsonNode> outputs(TerraformRun run, StepContext context) {
    var shown = run.require(List.of(0), context, "output", "-json", "-no-color");
    var outputs = new TreeMap<String, JsonNode>();
    Json.tree(shown.out())
        .properties()
        .forEach(output -> outputs.put(output.getKey(), output.getValue().path("value")));
    return outputs;
  }

  private TerraformState state(String name) {
    Path marker = home.kept().resolve(name).resolve("running.json");
    FolderCopy.ensure(home.kept().resolve(name));
    return new TerraformState(cluster, home.namespace(), name, marker, clock);
  }

  private TerraformRun run(FrozenStep step) {
    return run(step.frozen().resolve(MODULE), step.work(), step.timeout());
  }

  private TerraformRun run(Path module, Path work, Duration timeout) {
    TerraformTool tool =
        home.tool()
            .orElseThrow(() ->
                new StepException(
                    "terraform-missing",
                    "neither tofu nor terraform is on the runner's path: install one"));
    return new TerraformRun(host, tool, home.shelf(), module, work.resolve("data"), timeout);
  }

  private static <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (ApiFailure e) {
      throw e.asStepFailure();
    }
  }

  private static StepOutcome outcome(Supplier<StepOutcome> work) {
    try {
      return guarded(work);
    } catch (StepException e) {
      return e.failure().reason().equals("stopped")
          ? new StepOutcome.Stopped(e.failure().message())
          : new StepOutcome.Failed(e.failure());
    }
  }

  /// A saved plan.
  private record Saved(boolean changes, PlanReading reading) {}

  /// What a plan is about.
  ///
  /// @param removal whether to destroy
  /// @param targets addresses that it is about; none for everything
  /// @param stay what it must not destroy
  private record Aim(boolean removal, List<String> targets, Set<Made> stay) {
    static final Aim ALL_OF_IT = new Aim(false, List.of(), Set.of());

    List<String> arguments() {
      return Stream.concat(
              Stream.of(removal ? "-destroy" : "-refresh=true"),
              targets.stream().map(target -> "-target=" + target))
          .toList();
    }

    /// Terraform takes with a thing whatever it believes to stand on it.
    void holdTo(PlanReading plan) {
      Set<String> deleted = plan.deleted();
      stay.stream()
          .filter(one -> deleted.contains(one.address()))
          .findFirst()
          .ifPresent(one -> {
            throw new StepException(
                "holds-data",
                "the rest cannot go without %s, which stays: name it, too, or take the rest away by hand"
                    .formatted(one.named()));
          });
    }
  }

  /// What the frozen bytes say beside plan and module.
  private record Terms(
      String name, boolean removal, String version, String observed, List<String> targets) {
    Terms {
      // a plan that was frozen before there were such
      targets = targets == null ? List.of() : List.copyOf(targets);
    }

    Aim aim() {
      return new Aim(removal, targets, Set.of());
    }

    static Terms read(FrozenStep step) {
      return Json.read(step.frozen().resolve(TERMS), Terms.class);
    }

    Digest precondition() {
      ObjectNode tree = Json.object();
      tree.put("version", version).put("observed", observed);
      return Json.digest(tree);
    }
  }
}

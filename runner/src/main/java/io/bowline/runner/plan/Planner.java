package io.bowline.runner.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.job.JobSpec.MakePlan;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.MirroredImage;
import io.bowline.model.release.Release;
import io.bowline.model.release.Reversibility;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.chart.CustomerRegistry;
import io.bowline.release.template.Inputs;
import io.bowline.release.template.Resolver;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.plan.ComponentDrafts.Drafted;
import io.bowline.runner.plan.ComponentDrafts.Named;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.FrozenTree;
import io.bowline.runner.step.SecretHashes;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.trust.ImageSignatures;
import io.bowline.runner.trust.ReleaseSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Makes one plan: goes through the components in order, drafts what is known, defers the rest.
final class Planner {
  private static final String IMAGES = "images";
  private static final Duration IMAGES_WITHIN = Duration.ofHours(2);
  private static final Duration REMOVAL_WITHIN = Duration.ofMinutes(10);

  private final Executors executors;
  private final CustomerRegistry registry;
  private final MakePlan spec;
  private final ImageSignatures signatures;
  private final Path folder;
  private final Path keys;
  private final StepContext context;
  private final ReleaseSource source;
  private Map<String, Digest> providers = Map.of();
  private SecretHashes secrets;
  private final Map<ComponentName, Map<String, String>> outputs = new HashMap<>();
  private final List<StoredStep> steps = new ArrayList<>();
  private final Set<ComponentName> deferred = new LinkedHashSet<>();
  private final Map<String, Set<String>> stepsOf = new HashMap<>();

  /// The plan's folder in the room is empty.
  Planner(PlanRoom room, MakePlan spec, StepContext context) {
    keys = room.folder();
    secrets = SecretHashes.of(Map.of(), keys);
    executors = room.executors().get();
    registry = room.registry().get();
    signatures = room.signatures();
    source = room.gatekeeper().source();
    folder = room.planFolder(spec.plan());
    this.spec = spec;
    this.context = context;
  }

  StoredPlan plan(InstallId install, Bundle bundle, InstallRecord record) {
    Release release = bundle.release();
    Inputs inputs =
        switch (Inputs.check(release.inputs(), spec.inputs())) {
          case Inputs.Checked.Good(Inputs good) -> good;
          case Inputs.Checked.Bad(List<String> problems) ->
              throw new StepException("inputs", String.join("; ", problems));
        };
    secrets = SecretHashes.of(inputs.secrets(), keys);
    providers = providers(bundle);
    images(release);
    var components = new ArrayList<ComponentRecord>();
    for (Component component : Outline.ordered(release)) {
      components.addAll(ComponentDrafts.records(component));
      component(component, bundle, inputs);
    }
    removals(record, components);
    var plan =
        new StoredPlan(
            StoredPlan.FORMAT,
            spec.plan().toString(),
            install.toString(),
            spec.release().toString(),
            release.version(),
            spec.stage(),
            steps,
            deferred.stream().map(ComponentName::value).toList(),
            components);
    // what is told to be planned is there after a loss of power, too, and so is what a return needs
    FolderCopy.sync(folder);
    plan.write(folder);
    return plan;
  }

  /// Providers that the release carries for this machine.
  private Map<String, Digest> providers(Bundle bundle) {
    if (bundle.providers().isEmpty()) {
      return Map.of();
    }
    context.say("fetching Terraform providers of the release that are not here yet");
    return executors
        .terraform()
        .shelf()
        .bring(bundle.providers(), (one, out) -> source.provider(spec.repository(), one, out));
  }

  private void images(Release release) {
    if (release.images().isEmpty()) {
      return;
    }
    var common =
        new Component.Common(
            new ComponentName(IMAGES),
            Set.of(),
            IMAGES_WITHIN,
            Reversibility.IRREVERSIBLE,
            List.of());
    add(IMAGES, StepKind.IMAGE, common, Set.of(), f -> images(release.images(), f));
  }

  /// Images that the customer's policy does not let in are not even looked for at the target.
  private Draft images(List<MirroredImage> images, Path frozen) {
    ImageSignatures.Judged judged = signatures.look(images, frozen);
    context.say(judged.summary());
    Draft draft = executors.image().draft(images, frozen);
    List<String> lines = new ArrayList<>(judged.warnings().stream().map(w -> "! " + w).toList());
    lines.addAll(draft.diff());
    return new Draft(draft.action(), draft.precondition(), lines);
  }

  private void component(Component component, Bundle bundle, Inputs inputs) {
    if (component.common().after().stream().anyMatch(deferred::contains)) {
      deferred.add(component.name());
      return;
    }
    var drafts =
        new ComponentDrafts(
            executors, bundle, registry, Resolver.of(inputs, outputs), providers, folder, context);
    switch (drafts.of(component)) {
      case Drafted.Deferred _ -> deferred.add(component.name());
      case Drafted.Steps(List<Named> named) -> {
        Set<String> before = new HashSet<>(stepsOf.getOrDefault(IMAGES, Set.of()));
        component.common().after().forEach(name -> before.addAll(stepsOf(name.value())));
        for (Named one : named) {
          add(one.name(), one.kind(), component.common(), Set.copyOf(before), one.draft());
          before.add(one.name());
          outputsOf(component, one);
        }
      }
    }
  }

  /// Outputs are known once nothing is left to change; until then later stages wait for them.
  private void outputsOf(Component component, Named named) {
    named
        .outputs()
        .get()
        .ifPresent(known -> {
          var texts = new TreeMap<String, String>();
          known.forEach((name, value) -> texts.put(name, value.toString()));
          outputs.put(component.name(), texts);
        });
  }

  /// What the install runs and the release no longer names goes last, users before used.
  private void removals(InstallRecord record, List<ComponentRecord> components) {
    if (!deferred.isEmpty()) {
      return;
    }
    Set<String> everything = new HashSet<>();
    steps.forEach(step -> everything.add(step.name()));
    for (ComponentRecord old : record.components().reversed()) {
      boolean stays =
          components.stream()
              .anyMatch(c -> c.kind() == old.kind() && c.entry().equals(old.entry()));
      if (!stays) {
        var common =
            new Component.Common(
                new ComponentName(old.name()),
                Set.of(),
                REMOVAL_WITHIN,
                Reversibility.REVERSIBLE,
                List.of());
        String name = "remove-" + old.entry();
        add(
            name,
            old.kind(),
            common,
            Set.copyOf(everything),
            f -> executors.draftRemoval(old, _ -> false, f, context));
        everything.add(name);
      }
    }
  }

  private Set<String> stepsOf(String component) {
    return stepsOf.getOrDefault(component, Set.of());
  }

  private void add(
      String name,
      StepKind kind,
      Component.Common common,
      Set<String> after,
      Function<Path, Draft> drafting) {
    context.say("looking at " + name);
    Path step = StoredPlan.stepFolder(folder, name);
    FolderCopy.ensure(step.resolve("frozen"));
    FolderCopy.ensure(step.resolve("work"));
    Draft draft = drafting.apply(step.resolve("frozen"));
    if (kind != StepKind.IMAGE) {
      secrets.freeze(step.resolve("frozen"));
    }
    if (draft.action() == StepAction.NONE && kind == StepKind.IMAGE) {
      context.say("every image is there");
    }
    var planned =
        new PlannedStep(
            name,
            common.name(),
            kind,
            draft.action(),
            after,
            FrozenTree.digest(step.resolve("frozen")),
            draft.precondition(),
            draft.diff());
    steps.add(StoredStep.of(planned, common));
    stepsOf.computeIfAbsent(common.name().value(), _ -> new HashSet<>()).add(name);
  }
}

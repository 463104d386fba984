package io.bowline.runner.plan;

import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.DataKinds;
import io.bowline.model.belonging.Named;
import io.bowline.model.plan.PlannedStep;
import io.bowline.model.plan.StepAction;
import io.bowline.model.plan.StepKind;
import io.bowline.model.release.ComponentName;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.holding.Held;
import io.bowline.runner.holding.KubePart;
import io.bowline.runner.holding.LeavingRecord;
import io.bowline.runner.step.Draft;
import io.bowline.runner.step.Executor;
import io.bowline.runner.step.FolderCopy;
import io.bowline.runner.step.FrozenStep;
import io.bowline.runner.step.FrozenTree;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.StepOutcome;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.step.kube.ObjectKey;
import io.bowline.runner.step.terraform.Made;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Removes one component after the other, but for what holds data and was not named.
///
/// @param folder for what is drafted on the way
/// @param leaving what was there when the job began
/// @param erase what holds data and goes all the same
record ComponentRemoval(
    InstallSurvey survey,
    Executors executors,
    Path folder,
    LeavingRecord leaving,
    Set<Named> erase) {
  private static final Duration WITHIN = Duration.ofMinutes(30);

  StepOutcome of(ComponentRecord component, StepContext context) {
    try {
      Optional<KubePart> part = survey.part(component);
      part.ifPresent(there -> keep(component, there));
      StepOutcome removed = drafted(component, context);
      if (!(removed instanceof StepOutcome.Done)) {
        return removed;
      }
      survey.claims().erase(claims(component));
      return new StepOutcome.Done(kept(component));
    } catch (StepException e) {
      return new StepOutcome.Failed(e.failure());
    } catch (ApiFailure e) {
      return new StepOutcome.Failed(e.asStepFailure().failure());
    }
  }

  private void keep(ComponentRecord component, KubePart part) {
    Set<ObjectKey> stay = survey.claims().hold(part, erase);
    if (component.kind() == StepKind.HELM) {
      executors.helm().keep(component.entry(), component.namespace(), stay);
    }
  }

  private StepOutcome drafted(ComponentRecord component, StepContext context) {
    Path at = folder.resolve(component.entry());
    FolderCopy.remove(at);
    FolderCopy.ensure(at.resolve("frozen"));
    FolderCopy.ensure(at.resolve("work"));
    Draft draft = executors.draftRemoval(component, this::stays, at.resolve("frozen"), context);
    if (draft.action() == StepAction.NONE) {
      return new StepOutcome.Done("was not there");
    }
    FrozenStep step = step(component, draft, at);
    Executor executor = executors.of(component.kind());
    StepOutcome applied = executor.apply(step, false, context);
    return applied instanceof StepOutcome.Done ? executor.settle(step, context) : applied;
  }

  private boolean stays(Made made) {
    return DataKinds.hold(made.type()) && !erase.contains(made.named());
  }

  /// Claims of the component that were named.
  private List<ObjectKey> claims(ComponentRecord component) {
    return leaving.seen().stream()
        .filter(held ->
            held.what().maker().equals(component.name())
                && held.what().kind().equals(Belonging.CLAIM)
                && erase.contains(held.what().named()))
        .flatMap(held -> held.key().stream())
        .toList();
  }

  private String kept(ComponentRecord component) {
    List<String> kept =
        leaving.seen().stream()
            .filter(Held::nameable)
            .map(Held::what)
            .filter(one -> one.maker().equals(component.name()) && !erase.contains(one.named()))
            .map(one -> one.named().toString())
            .toList();
    return kept.isEmpty()
        ? "removed"
        : "removed, but for what holds data: " + String.join(", ", kept);
  }

  private static FrozenStep step(ComponentRecord component, Draft draft, Path at) {
    var planned =
        new PlannedStep(
            component.name(),
            new ComponentName(component.name()),
            component.kind(),
            draft.action(),
            Set.of(),
            FrozenTree.digest(at.resolve("frozen")),
            draft.precondition(),
            draft.diff());
    return new FrozenStep(
        planned, WITHIN, List.of(), true, at.resolve("frozen"), at.resolve("work"));
  }
}

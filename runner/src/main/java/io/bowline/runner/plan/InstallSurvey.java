package io.bowline.runner.plan;

import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.DataKinds;
import io.bowline.model.belonging.Holdings;
import io.bowline.model.belonging.Named;
import io.bowline.model.job.StepEvent.State;
import io.bowline.model.plan.StepKind;
import io.bowline.runner.holding.Claims;
import io.bowline.runner.holding.ComponentRecord;
import io.bowline.runner.holding.Held;
import io.bowline.runner.holding.KubePart;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.kube.ApiFailure;
import io.bowline.runner.step.terraform.Made;
import io.bowline.runner.work.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the components of an install have made, each thing by its name.
final class InstallSurvey {
  private static final String STEP = "inventory";
  private static final String RUNNER = "runner";
  private static final Pattern ECR =
      Pattern.compile("[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(?:\\.cn)?");

  private final PlanRoom room;
  private final Executors executors;
  private final Claims claims;

  InstallSurvey(PlanRoom room) {
    this.room = room;
    executors = room.executors().get();
    claims = new Claims(executors.cluster());
  }

  Claims claims() {
    return claims;
  }

  /// What there is of these components, for a report. That it could not be looked at fails nothing.
  Holdings told(List<ComponentRecord> components, Progress progress) {
    try {
      return Holdings.of(all(components).stream().map(Held::what).toList());
    } catch (StepException e) {
      progress.say(STEP, State.FAILED, "what is there is not told: " + e.failure().message());
    } catch (ApiFailure e) {
      progress.say(STEP, State.FAILED, "what is there is not told: " + e.getMessage());
    }
    return Holdings.UNTOLD;
  }

  /// Each thing once.
  List<Held> all(List<ComponentRecord> components) {
    Map<Named, Held> all = new LinkedHashMap<>();
    for (ComponentRecord component : components) {
      of(component).forEach(held -> all.putIfAbsent(held.what().named(), held));
    }
    images().forEach(held -> all.putIfAbsent(held.what().named(), held));
    return List.copyOf(all.values());
  }

  /// What a component has in the cluster; nothing of those that are elsewhere.
  Optional<KubePart> part(ComponentRecord component) {
    return switch (component.kind()) {
      case HELM ->
          Optional.of(
              new KubePart(
                  component.name(),
                  component.entry(),
                  component.namespace(),
                  executors.helm().objects(component.entry(), component.namespace())));
      case KUBE ->
          Optional.of(
              new KubePart(
                  component.name(),
                  component.entry(),
                  component.namespace(),
                  executors.kube().objects(component.entry())));
      case TERRAFORM, IMAGE -> Optional.empty();
    };
  }

  /// Whether what was there before is there now.
  Predicate<Held> there(List<ComponentRecord> components) {
    Set<Named> made =
        components.stream()
            .filter(one -> one.kind() == StepKind.TERRAFORM)
            .flatMap(one -> executors.terraform().made(one.entry()).stream())
            .map(Made::named)
            .collect(Collectors.toUnmodifiableSet());
    return held ->
        held.key()
            .map(claims::there)
            .orElseGet(
                () -> held.what().maker().equals(RUNNER) || made.contains(held.what().named()));
  }

  private List<Held> of(ComponentRecord component) {
    var all = new ArrayList<Held>();
    part(component)
        .ifPresent(part -> {
          all.addAll(claims.held(part));
          part.objects().forEach(key -> all.add(Held.of(component.name(), key)));
        });
    switch (component.kind()) {
      case TERRAFORM ->
          executors.terraform().made(component.entry()).stream()
              .filter(Made::outside)
              .forEach(made -> all.add(made(component, made)));
      case HELM, KUBE, IMAGE -> {}
    }
    return all;
  }

  private static Held made(ComponentRecord component, Made made) {
    return Held.elsewhere(
        Belonging.there(component.name(), made.type(), made.id(), DataKinds.hold(made.type())));
  }

  /// Repositories that images were brought into.
  private List<Held> images() {
    String host = room.registry().get().host();
    return ImageLedger.read(room.folder()).images(_ -> true).stream()
        .map(image -> image.repository())
        .distinct()
        .sorted()
        .map(repository -> Held.elsewhere(repository(host, repository)))
        .toList();
  }

  /// As a look at the account finds it, where the registry is the cloud's.
  private static Belonging repository(String host, String name) {
    Matcher ecr = ECR.matcher(host);
    return ecr.matches()
        ? Belonging.there(RUNNER, "aws_ecr_repository", name, false)
        : Belonging.there(RUNNER, Belonging.IMAGES, host + "/" + name, false);
  }
}

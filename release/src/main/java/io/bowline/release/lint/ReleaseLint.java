package io.bowline.release.lint;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.Component;
import io.bowline.model.release.InputSpec;
import io.bowline.model.release.MirroredImage;
import io.bowline.release.bundle.AuthorFolder;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.ImageDigests;
import io.bowline.release.bundle.Packed;
import io.bowline.release.chart.ChartRenderer;
import io.bowline.release.template.Reference;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Judges an author's folder as a whole: the document, each chart by rendering it with several sets
/// of inputs, each module by what it declares, and all of it beside the release before. Needs no
/// registry and no cluster.
public final class ReleaseLint {
  /// What stands for the digest of an image that has only a tag as yet.
  static final Digest STAND_IN = Digest.of("unpinned".getBytes(StandardCharsets.UTF_8));

  private final ChartRenderer renderer;

  public ReleaseLint(ChartRenderer renderer) {
    this.renderer = renderer;
  }

  /// What was found.
  ///
  /// @param problems errors and warnings, by file and line; empty when all is well
  /// @param missingImages what pods would pull, but the release does not mirror
  public record Found(List<AuthorProblem> problems, Set<String> missingImages) {
    public Found {
      problems = List.copyOf(problems);
      missingImages = Set.copyOf(missingImages);
    }
  }

  /// Looks at a folder.
  ///
  /// @param previous folder of the release before, which installs come from
  public Found check(Path folder, Optional<Path> previous) throws IOException {
    Findings findings = new Findings();
    LintSettings settings = LintSettings.read(folder, findings);
    Set<String> missing = new TreeSet<>();
    Optional<Sources> now = Sources.of(folder, findings);
    if (now.isPresent()) {
      new Pass(now.get(), settings, findings, missing).check(previous);
    }
    List<AuthorProblem> problems = new ArrayList<>();
    Set<LintSettings.Allowance> idle = new TreeSet<>(LintSettings.Allowance.BY_LINE);
    idle.addAll(settings.allowances());
    for (AuthorProblem problem : findings.all()) {
      Optional<LintSettings.Allowance> allowed = settings.allowed(problem);
      allowed.ifPresentOrElse(idle::remove, () -> problems.add(problem));
    }
    if (now.isPresent()) {
      idle.forEach(a ->
          problems.add(
              AuthorProblem.warning(
                  LintSettings.FILE, a.line(), "allows " + a.rule() + ", which nothing needs")));
    }
    problems.sort(null);
    return new Found(problems, missing);
  }

  /// A folder's bundle, beside the text that it was packed from.
  ///
  /// @param unpinned images whose digest a registry would have to say
  private record Sources(Bundle bundle, Parsed.Tree document, Set<String> unpinned) {
    static Optional<Sources> of(Path folder, Findings findings) throws IOException {
      Set<String> unpinned = new TreeSet<>();
      ImageDigests digests =
          (repository, tag) -> {
            unpinned.add(repository + ":" + tag);
            return Optional.of(STAND_IN);
          };
      return switch (AuthorFolder.pack(folder, digests)) {
        case Packed.Refused(List<AuthorProblem> wrong) -> {
          wrong.forEach(p -> findings.fault(p.file(), p.line(), p.field(), p.message()));
          yield Optional.empty();
        }
        case Packed.Done(Bundle bundle) -> {
          Parsed source = PlainYaml.parse(Files.readString(folder.resolve(AuthorFolder.FILE)));
          if (!(source instanceof Parsed.Tree tree)) {
            throw new IllegalStateException("what was packed was read before");
          }
          yield Optional.of(new Sources(bundle, tree, unpinned));
        }
      };
    }

    String pathOf(int component, String key) {
      return document.root().path("components").path(component).path(key).asText();
    }
  }

  /// One look at one folder.
  private final class Pass {
    private final Sources now;
    private final LintSettings settings;
    private final Findings findings;
    private final Set<String> missing;
    private final InputSets sets;

    Pass(Sources now, LintSettings settings, Findings findings, Set<String> missing) {
      this.now = now;
      this.settings = settings;
      this.findings = findings;
      this.missing = missing;
      this.sets = new InputSets(now.bundle().release(), settings, findings);
    }

    void check(Optional<Path> previous) throws IOException {
      for (String image : now.unpinned()) {
        findings.warning(
            Rule.MOVING_TAG,
            AuthorFolder.FILE,
            now.document().lineOf("images"),
            image,
            "has no digest; publishing takes what the tag then means");
      }
      Set<String> used = parts();
      unusedImages(used);
      unusedInputs();
      if (previous.isPresent()) {
        changes(previous.get());
      }
    }

    private Set<String> parts() throws IOException {
      Set<String> used = new TreeSet<>();
      List<Component> components = now.bundle().release().components();
      for (int i = 0; i < components.size(); i++) {
        switch (components.get(i)) {
          case Component.Helm helm -> {
            ChartLint lint = chart(now, helm, now.pathOf(i, "chart"), findings);
            lint.check(renderer, sets, settings);
            used.addAll(lint.usedImages());
            missing.addAll(lint.missingImages());
          }
          case Component.Terraform terraform ->
              new ModuleLint(
                      now.bundle().release(),
                      terraform,
                      now.bundle().module(terraform),
                      now.pathOf(i, "module"),
                      findings)
                  .check(now.bundle().providers());
          case Component.Image image -> {
            used.add(image.image());
            if (image.run().isPresent() && !image.run().get().limits().containsKey("memory")) {
              findings.warning(
                  Rule.NO_LIMITS,
                  AuthorFolder.FILE,
                  now.document().lineOf("components[" + i + "].run"),
                  "component " + image.name(),
                  "has no memory limit: it may take all that its node has");
            }
          }
        }
      }
      return used;
    }

    private ChartLint chart(Sources of, Component.Helm helm, String folder, Findings where)
        throws IOException {
      return new ChartLint(of.bundle().release(), helm, of.bundle().chart(helm), folder, where);
    }

    private void unusedImages(Set<String> used) {
      List<MirroredImage> images = now.bundle().release().images();
      for (int i = 0; i < images.size(); i++) {
        if (!used.contains(images.get(i).name())) {
          findings.warning(
              Rule.UNUSED_IMAGE,
              AuthorFolder.FILE,
              now.document().lineOf("images[" + i + "]"),
              "image '" + images.get(i).name() + "'",
              "is mirrored, but nothing mentions its source");
        }
      }
    }

    private void unusedInputs() {
      Set<Reference> mentioned = Mentioned.in(now.bundle().release());
      List<InputSpec> inputs = now.bundle().release().inputs();
      for (int i = 0; i < inputs.size(); i++) {
        if (!mentioned.contains(new Reference.Input(inputs.get(i).name()))) {
          findings.warning(
              Rule.UNUSED_INPUT,
              AuthorFolder.FILE,
              now.document().lineOf("inputs[" + i + "]"),
              "input '" + inputs.get(i).name() + "'",
              "is asked of every install, but no component takes it");
        }
      }
    }

    private void changes(Path previous) throws IOException {
      Findings ofBefore = new Findings();
      Optional<Sources> before = Sources.of(previous, ofBefore);
      if (before.isEmpty()) {
        ofBefore
            .all()
            .forEach(p -> findings.fault(previous + "/" + p.file(), p.line(), "", p.message()));
        return;
      }
      order(before.get());
      InputSets setsBefore =
          new InputSets(
              before.get().bundle().release(), LintSettings.read(previous, ofBefore), ofBefore);
      for (int i = 0; i < now.bundle().release().components().size(); i++) {
        if (now.bundle().release().components().get(i) instanceof Component.Helm helm) {
          Optional<Component.Helm> earlier = same(before.get(), helm);
          if (earlier.isPresent()) {
            List<RenderedObject> rendered =
                chart(before.get(), earlier.get(), "", ofBefore).objects(renderer, setsBefore, "");
            new ChangeRules(rendered, findings)
                .check(
                    chart(now, helm, now.pathOf(i, "chart"), new Findings())
                        .objects(renderer, sets, ""));
          }
        }
      }
    }

    private void order(Sources before) {
      var earlier = before.bundle().release();
      var release = now.bundle().release();
      if (!earlier.product().equals(release.product())) {
        fault("product", "is not that of the release before, " + earlier.product());
      } else if (earlier.sequence() >= release.sequence()) {
        fault(
            "sequence",
            "must be greater than "
                + earlier.sequence()
                + ", that of "
                + earlier.version()
                + ": runners refuse an older release");
      }
    }

    private void fault(String field, String message) {
      findings.fault(AuthorFolder.FILE, now.document().lineOf(field), field, message);
    }

    /// A component that became another Helm release is made anew, so nothing of it is changed.
    private static Optional<Component.Helm> same(Sources before, Component.Helm helm) {
      return before.bundle().release().components().stream()
          .filter(Component.Helm.class::isInstance)
          .map(Component.Helm.class::cast)
          .filter(other ->
              other.name().equals(helm.name())
                  && other.namespace().equals(helm.namespace())
                  && other.releaseName().equals(helm.releaseName()))
          .findFirst();
    }
  }
}

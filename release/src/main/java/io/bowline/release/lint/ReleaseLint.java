package io.bowline.release.lint;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.Component;
import io.bowline.model.release.MirroredImage;
import io.bowline.release.archive.FileTree;
import io.bowline.release.bundle.AuthorFolder;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.ImageDigests;
import io.bowline.release.bundle.Packed;
import io.bowline.release.chart.ChartRenderer;
import io.bowline.release.yaml.Parsed;
import io.bowline.release.yaml.PlainYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Judges an author's folder as a whole: the document, each chart by rendering it, each module by
/// what it declares. Needs no registry and no cluster.
public final class ReleaseLint {
  private static final Digest STAND_IN = Digest.of("unpinned".getBytes(StandardCharsets.UTF_8));

  private final ChartRenderer renderer;

  public ReleaseLint(ChartRenderer renderer) {
    this.renderer = renderer;
  }

  /// Everything that was found, errors and warnings, by file and line; empty when all is well.
  public List<AuthorProblem> check(Path folder) throws IOException {
    List<AuthorProblem> problems = new ArrayList<>();
    Set<String> unpinned = new TreeSet<>();
    ImageDigests digests =
        (repository, tag) -> {
          unpinned.add(repository + ":" + tag);
          return Optional.of(STAND_IN);
        };
    switch (AuthorFolder.pack(folder, digests)) {
      case Packed.Refused(List<AuthorProblem> wrong) -> problems.addAll(wrong);
      case Packed.Done(Bundle bundle) -> {
        unpinned.forEach(image ->
            problems.add(
                AuthorProblem.warning(
                    AuthorFolder.FILE,
                    0,
                    image + " has no digest; publishing takes what the tag then means")));
        parts(folder, bundle, problems);
      }
    }
    problems.sort(null);
    return problems;
  }

  private void parts(Path folder, Bundle bundle, List<AuthorProblem> problems) throws IOException {
    Parsed source = PlainYaml.parse(Files.readString(folder.resolve(AuthorFolder.FILE)));
    if (!(source instanceof Parsed.Tree tree)) {
      throw new IllegalStateException("what was packed was read before");
    }
    Set<String> used = new TreeSet<>();
    for (int i = 0; i < bundle.release().components().size(); i++) {
      var at = tree.root().path("components").path(i);
      switch (bundle.release().components().get(i)) {
        case Component.Helm helm -> {
          FileTree chart = bundle.chart(helm);
          ChartLint lint = new ChartLint(bundle.release(), helm, chart, at.path("chart").asText());
          problems.addAll(lint.check(renderer));
          used.addAll(lint.usedImages());
        }
        case Component.Terraform terraform ->
            problems.addAll(
                new ModuleLint(
                        bundle.release(),
                        terraform,
                        bundle.module(terraform),
                        at.path("module").asText())
                    .check());
        case Component.Image image -> used.add(image.image());
      }
    }
    unused(bundle, tree, used, problems);
  }

  private static void unused(
      Bundle bundle, Parsed.Tree tree, Set<String> used, List<AuthorProblem> problems) {
    for (int i = 0; i < bundle.release().images().size(); i++) {
      MirroredImage image = bundle.release().images().get(i);
      if (!used.contains(image.name())) {
        problems.add(
            AuthorProblem.warning(
                AuthorFolder.FILE,
                tree.lineOf("images[" + i + "]"),
                "image '" + image.name() + "' is mirrored, but nothing mentions its source"));
      }
    }
  }
}

package io.bowline.release.lint;

import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.InputSpec;
import io.bowline.model.release.Release;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.chart.ChartRefused;
import io.bowline.release.chart.ChartRenderer;
import io.bowline.release.chart.CustomerRegistry;
import io.bowline.release.chart.ImageRewriter;
import io.bowline.release.chart.RenderRequest;
import io.bowline.release.chart.Rewriting;
import io.bowline.release.template.Inputs;
import io.bowline.release.template.Reference;
import io.bowline.release.template.Resolution;
import io.bowline.release.template.Resolver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Renders one chart with the inputs' defaults (or examples) and looks at what comes out.
final class ChartLint {
  private static final CustomerRegistry SOMEWHERE =
      new CustomerRegistry("registry.example", "install");
  private static final Pattern PLACE =
      Pattern.compile("[^\\s/]+/((?:charts/|templates/)[^\\s:()]+):(\\d+)");

  /// A hook's annotation that is put together while rendering escapes the freezing of charts.
  private static final Pattern COMPOSED_HOOK =
      Pattern.compile("helm\\.sh/?(\"\\s|%|\\{\\{|\"\\s*\\|)|(?<!helm\\.sh)/hook(-weight)?\"");

  private final Release release;
  private final Component.Helm helm;
  private final FileTree chart;
  private final String folder;
  private final Set<String> used = new TreeSet<>();

  ChartLint(Release release, Component.Helm helm, FileTree chart, String folder) {
    this.release = release;
    this.helm = helm;
    this.chart = chart;
    this.folder = folder;
  }

  Set<String> usedImages() {
    return used;
  }

  List<AuthorProblem> check(ChartRenderer renderer) throws IOException {
    List<AuthorProblem> problems = new ArrayList<>(composedHooks());
    Resolution values = values();
    switch (values) {
      case Resolution.Resolved(String json) -> render(renderer, json, problems);
      case Resolution.Deferred _ -> throw new IllegalStateException("every output has an example");
      case Resolution.Impossible(String reason) ->
          problems.add(AuthorProblem.error("release.yaml", 0, helm.name() + ".values", reason));
    }
    return problems;
  }

  private void render(ChartRenderer renderer, String values, List<AuthorProblem> problems)
      throws IOException {
    RenderRequest request =
        new RenderRequest(chart, helm.releaseName(), helm.namespace(), values, Optional.empty());
    try {
      String manifest = renderer.renderWithoutCluster(request).manifest();
      switch (new ImageRewriter(release.images(), SOMEWHERE).rewrite(manifest)) {
        case Rewriting.Rewritten(_, List<String> mentioned) -> used.addAll(mentioned);
        case Rewriting.Unmirrored unmirrored ->
            unmirrored
                .mentions()
                .forEach(m ->
                    problems.add(
                        AuthorProblem.error(
                            folder,
                            0,
                            m.object(),
                            "uses image '" + m.image() + "', which is not in 'images'")));
      }
    } catch (ChartRefused e) {
      problems.add(refused(String.valueOf(e.getMessage())));
    }
  }

  private AuthorProblem refused(String message) {
    Matcher place = PLACE.matcher(message);
    String file = folder;
    int line = 0;
    while (place.find()) {
      file = folder + "/" + place.group(1);
      line = Integer.parseInt(place.group(2));
    }
    return AuthorProblem.error(file, line, "", message.replace('\n', ' '));
  }

  private List<AuthorProblem> composedHooks() {
    List<AuthorProblem> problems = new ArrayList<>();
    for (Map.Entry<String, TreeFile> entry : chart.files().entrySet()) {
      String path = entry.getKey().substring(entry.getKey().indexOf('/') + 1);
      if (path.contains("templates/")) {
        List<String> lines = entry.getValue().text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
          if (COMPOSED_HOOK.matcher(lines.get(i)).find()) {
            problems.add(
                AuthorProblem.error(
                    folder + "/" + path,
                    i + 1,
                    "",
                    "puts the name of a hook annotation together; write helm.sh/hook out"));
          }
        }
      }
    }
    return problems;
  }

  private Resolution values() {
    Map<String, String> given = new HashMap<>();
    for (InputSpec input : release.inputs()) {
      if (input.defaultValue().isEmpty()) {
        given.put(input.name(), example(input.type()));
      }
    }
    return switch (Inputs.check(release.inputs(), given)) {
      case Inputs.Checked.Good(Inputs inputs) -> values(inputs);
      case Inputs.Checked.Bad(List<String> problems) ->
          new Resolution.Impossible(problems.getFirst());
    };
  }

  private Resolution values(Inputs inputs) {
    Resolution first = Resolver.of(inputs, Map.of()).values(helm.values(), helm.namespace());
    if (!(first instanceof Resolution.Deferred(Set<Reference.Output> missing))) {
      return first;
    }
    Map<ComponentName, Map<String, String>> examples = new HashMap<>();
    missing.forEach(output ->
        examples
            .computeIfAbsent(output.component(), _ -> new HashMap<>())
            .put(output.name(), "\"example\""));
    return Resolver.of(inputs, examples).values(helm.values(), helm.namespace());
  }

  private String example(InputSpec.Type type) {
    return switch (type) {
      case STRING -> "example";
      case INTEGER -> "1";
      case BOOLEAN -> "true";
      case SECRET -> helm.namespace() + "/example#example";
    };
  }
}

package io.bowline.release.lint;

import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.Release;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import io.bowline.release.bundle.AuthorFolder;
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

/// Renders one chart with each set of inputs and looks at what comes out.
final class ChartLint {
  private static final CustomerRegistry SOMEWHERE =
      new CustomerRegistry("registry.example", "install");
  private static final Pattern PLACE =
      Pattern.compile("[^\\s/]+/((?:charts/|templates/)[^\\s:()]+):(\\d+)");
  private static final Pattern FILE =
      Pattern.compile("YAML parse error on [^\\s/]+/((?:charts/|templates/)[^\\s:]+):");
  private static final Pattern DEFINITIONS =
      Pattern.compile("[^/]+/(charts/[^/]+/)*crds/.*\\.(yaml|yml|json)");

  /// A hook's annotation that is put together while rendering escapes the freezing of charts.
  private static final Pattern COMPOSED_HOOK =
      Pattern.compile("helm\\.sh/?(\"\\s|%|\\{\\{|\"\\s*\\|)|(?<!helm\\.sh)/hook(-weight)?\"");

  private final Release release;
  private final Component.Helm helm;
  private final FileTree chart;
  private final String folder;
  private final Findings findings;
  private final Set<String> used = new TreeSet<>();
  private final Set<String> missing = new TreeSet<>();

  /// @param folder where the author keeps the chart
  ChartLint(Release release, Component.Helm helm, FileTree chart, String folder, Findings findings)
      throws IOException {
    this.release = release;
    this.helm = helm;
    this.chart = ChartRenderer.opened(chart);
    this.folder = folder;
    this.findings = findings;
  }

  /// Names of the mirrored images that the chart mentions.
  Set<String> usedImages() {
    return used;
  }

  /// Images of its pods that are not mirrored.
  Set<String> missingImages() {
    return missing;
  }

  void check(ChartRenderer renderer, InputSets sets, LintSettings settings) throws IOException {
    composedHooks();
    Set<String> mirrored = new TreeSet<>();
    release.images().forEach(image -> mirrored.add(image.source()));
    var workloads = new WorkloadRules(findings);
    var rights = new RightsRules(findings);
    var mentions = new ImageMentions(settings.fields(), settings.variables(), mirrored, findings);
    for (String set : sets.names()) {
      findings.under(set);
      List<RenderedObject> objects = objects(renderer, sets, set);
      for (RenderedObject object : objects) {
        workloads.check(object);
        rights.check(object);
        mentions.check(object);
      }
      new HookRules(findings).check(objects, helm.common().reversibility());
    }
    findings.under("");
  }

  /// What the chart renders to; nothing where it cannot be rendered, which is noted.
  List<RenderedObject> objects(ChartRenderer renderer, InputSets sets, String set)
      throws IOException {
    return switch (values(sets, set)) {
      case Resolution.Resolved(String json) -> rendered(renderer, json);
      case Resolution.Deferred _ -> throw new IllegalStateException("every output has an example");
      case Resolution.Impossible(String reason) -> {
        findings.fault(AuthorFolder.FILE, 0, helm.name() + ".values", reason);
        yield List.of();
      }
    };
  }

  private List<RenderedObject> rendered(ChartRenderer renderer, String values) throws IOException {
    RenderRequest request =
        new RenderRequest(chart, helm.releaseName(), helm.namespace(), values, Optional.empty());
    try {
      String manifest = renderer.renderWithoutCluster(request).manifest();
      List<RenderedObject> objects = new ArrayList<>(RenderedObjects.read(manifest, chart, folder));
      images(manifest, objects);
      for (Map.Entry<String, TreeFile> entry : chart.files().entrySet()) {
        if (DEFINITIONS.matcher(entry.getKey()).matches()) {
          String file = "# Source: " + entry.getKey() + "\n" + entry.getValue().text();
          objects.addAll(RenderedObjects.read(file, chart, folder));
        }
      }
      return objects;
    } catch (ChartRefused e) {
      refused(String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private void images(String manifest, List<RenderedObject> objects) throws ChartRefused {
    switch (new ImageRewriter(release.images(), SOMEWHERE).rewrite(manifest)) {
      case Rewriting.Rewritten(_, List<String> mentioned) -> used.addAll(mentioned);
      case Rewriting.Unmirrored unmirrored ->
          unmirrored.mentions().forEach(m -> missing(m, objects));
    }
  }

  private void missing(Rewriting.Mention mention, List<RenderedObject> objects) {
    missing.add(mention.image());
    Optional<RenderedObject> object =
        objects.stream().filter(o -> o.title().equals(mention.object())).findFirst();
    findings.fault(
        object.map(RenderedObject::file).orElse(folder),
        object.flatMap(o -> imageLine(o, mention.image())).orElse(0),
        mention.object(),
        "uses image '" + mention.image() + "', which is not in 'images'");
  }

  private static Optional<Integer> imageLine(RenderedObject object, String image) {
    String path = object.podSpec().orElse("spec");
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      for (int i = 0; i < object.at(path).path(list).size(); i++) {
        if (object.at(path).path(list).get(i).path("image").asText().equals(image)) {
          return Optional.of(object.lineOf(path + "." + list + "[" + i + "].image"));
        }
      }
    }
    return Optional.of(object.lineOf(path));
  }

  private void refused(String message) {
    Matcher place = PLACE.matcher(message);
    Matcher named = FILE.matcher(message);
    String file = named.find() ? folder + "/" + named.group(1) : folder;
    int line = 0;
    while (place.find()) {
      file = folder + "/" + place.group(1);
      line = Integer.parseInt(place.group(2));
    }
    findings.fault(file, line, "", message.replace('\n', ' '));
  }

  private void composedHooks() {
    for (Map.Entry<String, TreeFile> entry : chart.files().entrySet()) {
      String path = entry.getKey().substring(entry.getKey().indexOf('/') + 1);
      if (path.contains("templates/")) {
        List<String> lines = entry.getValue().text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
          if (COMPOSED_HOOK.matcher(lines.get(i)).find()) {
            findings.fault(
                folder + "/" + path,
                i + 1,
                "",
                "puts the name of a hook annotation together; write helm.sh/hook out");
          }
        }
      }
    }
  }

  private Resolution values(InputSets sets, String set) {
    return switch (sets.of(set, helm.namespace())) {
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
}

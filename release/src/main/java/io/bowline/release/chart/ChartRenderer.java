package io.bowline.release.chart;

import com.marcnuri.helm.TemplateCommand;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Renders a chart with Helm itself, in this process.
///
/// `lookup` and capabilities ask the cluster that the process's `KUBECONFIG` environment variable
/// names. The runner therefore calls this in a child process with the right environment. A chart is
/// always rendered as for an install: Helm offers no other way without writing to the cluster.
public final class ChartRenderer {
  /// A larger rendering is refused; Helm keeps it in one Secret of at most 1 MiB, compressed.
  public static final int MAX_MANIFEST_BYTES = 8 * 1024 * 1024;

  private static final Pattern LOOKUP = Pattern.compile("(?<![\\w.$\"/-])lookup(?=\\s)");

  private final HelmLibrary library;
  private final Path scratch;

  /// @param scratch folder for the chart's files while it is rendered
  public ChartRenderer(HelmLibrary library, Path scratch) {
    this.library = library;
    this.scratch = scratch;
  }

  /// Renders once.
  ///
  /// @throws ChartRefused with Helm's complaint
  public RenderedChart render(RenderRequest request) throws IOException {
    return render(request, request.chart());
  }

  /// Renders as if the cluster were empty and asks none: good enough to judge a chart, not to apply
  /// it.
  ///
  /// @throws ChartRefused with Helm's complaint
  public RenderedChart renderWithoutCluster(RenderRequest request) throws IOException {
    Map<String, TreeFile> offline = new TreeMap<>();
    HookDisguise.opened(request.chart())
        .files()
        .forEach((path, file) ->
            offline.put(path, path.contains("/templates/") ? withoutLookup(file) : file));
    return render(request, FileTree.of(offline));
  }

  /// `omit` of an empty dictionary takes the same arguments and gives what an empty cluster would.
  private static TreeFile withoutLookup(TreeFile file) {
    String text = new String(file.bytes(), StandardCharsets.ISO_8859_1);
    String changed = LOOKUP.matcher(text).replaceAll("omit (dict)");
    return new TreeFile(changed.getBytes(StandardCharsets.ISO_8859_1), file.executable());
  }

  /// The chart with its archived subcharts as folders, which is what Helm renders.
  ///
  /// @throws ChartRefused when they are too many, or nested too deep
  public static FileTree opened(FileTree chart) throws IOException {
    return HookDisguise.opened(chart);
  }

  private RenderedChart render(RenderRequest request, FileTree files) throws IOException {
    if (request.chart().roots().size() != 1) {
      throw new ChartRefused("a chart's archive has one folder, named as the chart is");
    }
    String root = request.chart().roots().iterator().next();
    checkDescription(request.chart().below(root));
    Path work = Files.createTempDirectory(Files.createDirectories(scratch), "render");
    try {
      String output = HookDisguise.reveal(template(request, files, root, work));
      if (output.length() > MAX_MANIFEST_BYTES) {
        throw new ChartRefused("the chart renders to more than " + MAX_MANIFEST_BYTES + " bytes");
      }
      return new RenderedChart(output, crds(request.chart().below(root)));
    } finally {
      Files.walkFileTree(work, new Removal());
    }
  }

  private String template(RenderRequest request, FileTree files, String root, Path work)
      throws IOException {
    HookDisguise.disguise(files).writeTo(work);
    Path values = work.resolve("bowline-values.yaml");
    Files.writeString(values, HookDisguise.disguise(request.values()), StandardCharsets.UTF_8);
    TemplateCommand command =
        new TemplateCommand(library.lib(), work.resolve(root))
            .withName(request.releaseName())
            .withNamespace(request.namespace())
            .withValuesFile(values)
            .skipCrds();
    request.kubeVersion().ifPresent(command::withKubeVersion);
    try {
      return command.call();
    } catch (IllegalStateException e) {
      throw new ChartRefused(
          "chart '"
              + root
              + "' does not render: "
              + String.valueOf(e.getMessage()).replace(work + "/", "").strip());
    }
  }

  /// Helm's own complaint about a broken `Chart.yaml` names neither file nor line.
  private static void checkDescription(FileTree chart) throws ChartRefused {
    TreeFile file = chart.file("Chart.yaml");
    if (file == null) {
      throw new ChartRefused("the chart has no Chart.yaml");
    }
    if (PlainYaml.parse(file.text()) instanceof Parsed.Refused(var problems)) {
      throw new ChartRefused("Chart.yaml " + problems.getFirst().message());
    }
  }

  /// CRDs of the chart and of its subcharts, in the order of their paths, untemplated.
  private static List<String> crds(FileTree chart) throws IOException {
    List<String> crds = new ArrayList<>();
    for (Map.Entry<String, TreeFile> entry : HookDisguise.opened(chart).files().entrySet()) {
      if (entry.getKey().matches("(charts/[^/]+/)*crds/.*\\.(yaml|yml|json)")) {
        crds.add(entry.getValue().text());
      }
    }
    return crds;
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}

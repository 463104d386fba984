package io.bowline.release.chart;

import io.bowline.release.archive.ArchiveLimits;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Carries hooks through a rendering that drops them: their annotation gets another name before,
/// and its own name back afterwards.
///
/// An annotation whose name is put together while rendering escapes this; `release lint` looks for
/// it.
final class HookDisguise {
  static final String HOOK = "helm.sh/hook";
  static final String DISGUISED = "disguised.bowline.io/hook";

  private HookDisguise() {}

  /// The chart with disguised hooks.
  static FileTree disguise(FileTree chart) throws IOException {
    Map<String, TreeFile> files = new TreeMap<>();
    for (Map.Entry<String, TreeFile> entry : opened(chart).files().entrySet()) {
      files.put(entry.getKey(), disguise(entry.getKey(), entry.getValue()));
    }
    return FileTree.of(files);
  }

  /// The chart with its archived subcharts as folders, since what they hold counts, too.
  static FileTree opened(FileTree chart) throws IOException {
    Map<String, TreeFile> files = new TreeMap<>();
    add(files, "", chart, 0);
    return FileTree.of(files);
  }

  private static void add(Map<String, TreeFile> files, String prefix, FileTree tree, int depth)
      throws IOException {
    if (depth > 8) {
      throw new ChartRefused("the chart holds subcharts more than 8 levels deep");
    }
    for (Map.Entry<String, TreeFile> entry : tree.files().entrySet()) {
      String path = prefix + entry.getKey();
      if (path.matches("(.*/)?charts/[^/]+\\.tgz")) {
        FileTree sub = FileTree.unpack(entry.getValue().bytes(), ArchiveLimits.CHART_OR_MODULE);
        add(files, path.substring(0, path.lastIndexOf('/') + 1), sub, depth + 1);
      } else {
        files.put(path, entry.getValue());
      }
      if (files.size() > ArchiveLimits.CHART_OR_MODULE.entries()) {
        throw new ChartRefused(
            "the chart and its subcharts hold more than "
                + ArchiveLimits.CHART_OR_MODULE.entries()
                + " files");
      }
    }
  }

  private static TreeFile disguise(String path, TreeFile file) throws ChartRefused {
    // bytes, not text: what is no UTF-8 stays as it is
    String text = new String(file.bytes(), StandardCharsets.ISO_8859_1);
    if (text.contains(DISGUISED)) {
      throw new ChartRefused(path + " uses the reserved annotation " + DISGUISED);
    }
    if (!text.contains(HOOK)) {
      return file;
    }
    return new TreeFile(
        text.replace(HOOK, DISGUISED).getBytes(StandardCharsets.ISO_8859_1), file.executable());
  }

  static String disguise(String text) {
    return text.replace(HOOK, DISGUISED);
  }

  static String reveal(String text) {
    return text.replace(DISGUISED, HOOK);
  }
}

package io.bowline.release.bundle;

import io.bowline.release.archive.ArchiveLimits;
import io.bowline.release.archive.ArchiveRefused;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads what a component names: a folder of the author, or a `.tgz` in it.
final class PartFiles {
  private PartFiles() {}

  static FileTree read(Path folder, String at, boolean chart) throws IOException, PartRefused {
    Path place = folder.resolve(at).normalize();
    if (!place.startsWith(folder.normalize()) || place.equals(folder.normalize())) {
      throw new PartRefused("leaves the release's folder");
    }
    FileTree files = open(place, at);
    return chart ? chart(files, at) : module(files, at);
  }

  private static FileTree open(Path place, String at) throws IOException, PartRefused {
    try {
      if (Files.isDirectory(place)) {
        return FileTree.ofFolder(place, ArchiveLimits.CHART_OR_MODULE);
      }
      if (Files.isRegularFile(place)) {
        return unpacked(place, at);
      }
    } catch (ArchiveRefused e) {
      throw new PartRefused("'" + at + "': " + e.getMessage());
    }
    throw new PartRefused("names '" + at + "', where there is neither a folder nor a .tgz");
  }

  private static FileTree unpacked(Path archive, String at) throws PartRefused {
    try (var in = Files.newInputStream(archive)) {
      return FileTree.unpack(in, ArchiveLimits.CHART_OR_MODULE);
    } catch (ArchiveRefused e) {
      throw new PartRefused("'" + at + "': " + e.getMessage());
    } catch (IOException e) {
      throw new PartRefused("'" + at + "' cannot be read as a .tgz: " + e.getMessage());
    }
  }

  /// A chart's archive has one folder, named as the chart is.
  private static FileTree chart(FileTree files, String at) throws PartRefused {
    FileTree inner = files;
    if (files.file("Chart.yaml") == null && files.roots().size() == 1) {
      inner = files.below(files.roots().iterator().next());
    }
    TreeFile about = inner.file("Chart.yaml");
    if (about == null) {
      throw new PartRefused("names '" + at + "', which has no Chart.yaml");
    }
    return switch (PlainYaml.parse(about.text())) {
      case Parsed.Refused(var problems) ->
          throw new PartRefused("'" + at + "/Chart.yaml': " + problems.getFirst().message());
      case Parsed.Tree tree -> {
        String name = tree.root().path("name").asText();
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}")) {
          throw new PartRefused("'" + at + "/Chart.yaml' names no chart");
        }
        yield inner.under(name);
      }
    };
  }

  private static FileTree module(FileTree files, String at) throws PartRefused {
    if (files.files().keySet().stream().noneMatch(name -> name.matches("[^/]+\\.tf(\\.json)?"))) {
      throw new PartRefused("names '" + at + "', which has no .tf file");
    }
    for (String name : files.files().keySet()) {
      if (name.matches("(.*/)?[^/]*\\.tfstate(\\.backup)?")) {
        throw new PartRefused("'" + at + "/" + name + "' is a state file; it may hold secrets");
      }
    }
    return files;
  }
}

package io.bowline.release.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.release.archive.ArchiveLimits;
import io.bowline.release.archive.FileTree;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.bundle.Samples;
import io.bowline.release.chart.ChartRenderer;
import io.bowline.release.chart.HelmLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A copy of the sample, to be spoiled by a test.
abstract class LintedFolder {
  @TempDir Path folder;
  @TempDir Path scratch;

  @BeforeEach
  void copySample() throws IOException {
    FileTree.ofFolder(Samples.folder("v1"), ArchiveLimits.CHART_OR_MODULE).writeTo(folder);
  }

  ReleaseLint.Found found(Path of, Optional<Path> previous) throws IOException {
    return new ReleaseLint(new ChartRenderer(new HelmLibrary(HelmLibrary.usualFolder()), scratch))
        .check(of, previous);
  }

  List<String> all(Path of) throws IOException {
    return found(of, Optional.empty()).problems().stream().map(AuthorProblem::toString).toList();
  }

  List<String> lint(Path of) throws IOException {
    return found(of, Optional.empty()).problems().stream()
        .filter(problem -> problem.severity() == AuthorProblem.Severity.ERROR)
        .map(AuthorProblem::toString)
        .toList();
  }

  void edit(String file, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(folder.resolve(file), text.replace(from, to));
  }

  void add(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }
}

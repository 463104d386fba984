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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What lint says of charts that nobody packs by mistake.
class HostileChartTest {
  @TempDir Path folder;
  @TempDir Path scratch;

  @BeforeEach
  void copySample() throws IOException {
    FileTree.ofFolder(Samples.folder("v1"), ArchiveLimits.CHART_OR_MODULE).writeTo(folder);
  }

  private List<String> lint() throws IOException {
    return new ReleaseLint(new ChartRenderer(new HelmLibrary(HelmLibrary.usualFolder()), scratch))
        .check(folder, Optional.empty()).problems().stream()
            .filter(problem -> problem.severity() == AuthorProblem.Severity.ERROR)
            .map(AuthorProblem::toString)
            .toList();
  }

  /// Whatever an author packs, or is given by somebody else to pack, is refused by name and unread.
  @ParameterizedTest
  @EnumSource(HostileArchive.class)
  void aHostileArchiveIsNamedWithItsComponentAndItsEntry(HostileArchive hostile)
      throws IOException {
    Path release = folder.resolve("release.yaml");
    Files.writeString(
        release,
        Files.readString(release).replace("chart: charts/broker", "chart: charts/evil.tgz"));
    Files.write(folder.resolve("charts/evil.tgz"), hostile.bytes());
    assertThat(lint())
        .singleElement()
        .asString()
        .startsWith("release.yaml:")
        .contains("charts/evil.tgz")
        .contains(hostile.found());
  }

  @Test
  void yamlBombsInAChartAreRefusedWhereTheyAre() throws IOException {
    Path about = folder.resolve("charts/broker/Chart.yaml");
    String good = Files.readString(about);
    Files.writeString(about, good + bomb());
    assertThat(lint()).singleElement().asString().contains("charts/broker/Chart.yaml", "alias");
    Files.writeString(about, good);
    Files.writeString(
        folder.resolve("charts/broker/templates/bomb.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bomb\ndata:\n" + bomb().indent(2));
    assertThat(lint()).singleElement().asString().contains("charts/broker");
  }

  private static String bomb() {
    var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String one = "*a" + (i - 1);
      text.append(
          "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(9, one))));
    }
    return text.toString();
  }
}

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseLintTest {
  @TempDir Path folder;
  @TempDir Path scratch;

  @BeforeEach
  void copySample() throws IOException {
    FileTree.ofFolder(Samples.folder("v1"), ArchiveLimits.CHART_OR_MODULE).writeTo(folder);
  }

  private List<String> lint(Path of) throws IOException {
    return new ReleaseLint(new ChartRenderer(new HelmLibrary(HelmLibrary.usualFolder()), scratch))
        .check(of).stream()
            .filter(problem -> problem.severity() == AuthorProblem.Severity.ERROR)
            .map(AuthorProblem::toString)
            .toList();
  }

  private void edit(String file, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(folder.resolve(file), text.replace(from, to));
  }

  @Test
  void theSamplesAreClean() throws IOException {
    for (String version : List.of("v1", "v2", "v3")) {
      assertThat(lint(Samples.folder(version))).isEmpty();
    }
  }

  @Test
  void aChartThatDoesNotRenderIsNamedByFileAndLine() throws IOException {
    edit(
        "charts/broker/templates/service.yaml",
        "name: {{ .Release.Name }}",
        "name: {{ fail \"no\" }}");
    assertThat(lint(folder))
        .singleElement()
        .asString()
        .startsWith("charts/broker/templates/service.yaml:4: ");
  }

  @Test
  void anImageThatIsNotMirroredIsFound() throws IOException {
    edit("charts/broker/values.yaml", "docker.example/acme/sample:1.0", "nginx:1");
    edit(
        "release.yaml",
        "      image: docker.example/acme/sample:1.0\n      replicas",
        "      replicas");
    assertThat(lint(folder))
        .singleElement()
        .asString()
        .contains("StatefulSet broker uses image 'nginx:1'");
  }

  @Test
  void aComposedHookIsFound() throws IOException {
    edit(
        "charts/connector/templates/announce.yaml",
        "helm.sh/hook-weight: \"1\"",
        "{{ printf \"%s/hook\" \"helm.sh\" }}: post-install");
    assertThat(lint(folder))
        .anyMatch(p -> p.startsWith("charts/connector/templates/announce.yaml:8: "));
  }

  @Test
  void aModuleIsComparedWithWhatTheReleaseGivesAndTakes() throws IOException {
    edit("release.yaml", "      partitions: 3", "      shards: 3");
    edit("modules/topics/main.tf", "output \"topic_prefix\"", "output \"prefix\"");
    edit("modules/topics/main.tf", "  required_version", "  backend \"s3\" {}\n  required_version");
    assertThat(lint(folder))
        .anyMatch(p -> p.contains("declares no variable 'shards'"))
        .anyMatch(p -> p.contains("needs the variable 'partitions'"))
        .anyMatch(p -> p.contains("declares no output 'topic_prefix'"))
        .anyMatch(p -> p.startsWith("modules/topics/main.tf:3: says where its state lives"));
  }
}

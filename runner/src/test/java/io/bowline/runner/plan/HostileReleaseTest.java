package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Outcome;
import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.Release;
import io.bowline.model.release.Reversibility;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.Descriptor;
import io.bowline.release.bundle.Manifest;
import io.bowline.release.bundle.MediaTypes;
import io.bowline.release.document.ReleaseDocument;
import io.bowline.runner.work.JobEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Releases that are signed as they should be, and yet hold what no honest author packs: the runner
/// refuses them when it plans, says which component and which entry it is, and writes nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileReleaseTest {
  private static final Component.Common EVIL =
      new Component.Common(
          new ComponentName("evil"),
          Set.of(),
          Duration.ofMinutes(1),
          Reversibility.REVERSIBLE,
          List.of());

  private SimulatedPlace simulated;
  private PlanStory story;
  private Path folder;

  @BeforeAll
  void open(@TempDir Path home) throws IOException {
    folder = home;
    simulated = SimulatedPlace.start(home.resolve("place"));
    story = new PlanStory(simulated.place(), home);
  }

  @AfterAll
  void close() {
    story.close();
    simulated.close();
  }

  @Test
  void aZipSlipIsNotOpened() throws Exception {
    byte[] slip = archive("../../../../slipped.txt", 1);
    refused(chart(slip), "evil", "entry '../../../../slipped.txt'");
    refused(module(slip), "evil", "entry '../../../../slipped.txt'");
    assertThat(slipped()).isEmpty();
  }

  /// Looks below the test's folder, where other files come and go, and in every folder above it.
  private List<Path> slipped() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.endsWith("slipped.txt")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    for (Path at = folder.getParent(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("slipped.txt"))) {
        found.add(at);
      }
    }
    return found;
  }

  @Test
  void aDecompressionBombDoesNotGoOff() throws Exception {
    byte[] bomb = archive("evil/zeros", 40 << 20);
    assertThat(bomb).hasSizeLessThan(1 << 20);
    refused(chart(bomb), "evil", "entry 'evil/zeros' is larger than");
    refused(module(bomb), "evil", "entry 'evil/zeros' is larger than");
  }

  @Test
  @Tag("real")
  void yamlBombsOfAChartDoNotGoOff() throws Exception {
    refused(chart(packed("evil/Chart.yaml", about() + bomb())), "evil", "Chart.yaml", "alias");
    refused(chart(packed("evil/values.yaml", bomb())), "evil");
    String object = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n";
    refused(chart(packed("evil/templates/x.yaml", object + bomb().indent(2))), "evil");
  }

  @Test
  @Tag("real")
  void aTemplateThatAsksForAllMemoryDoesNotGetIt() throws Exception {
    String huge = "x: {{ repeat 9000000000 \"x\" }}\n";
    refused(chart(packed("evil/templates/x.yaml", huge)), "evil: Helm ended", "memory");
  }

  private void refused(Bundle bundle, String... words) throws InterruptedException {
    var before = story.install.state();
    JobEnd end = story.plan(story.publish(bundle), 1);
    assertThat(end.outcome()).as(end.toString()).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) end.outcome()).failure().message()).contains(words);
    assertThat(story.install.state()).isEqualTo(before);
  }

  private static Bundle chart(byte[] archive) throws IOException {
    return bundle(
        new Component.Helm(EVIL, Digest.of(archive), "evil", "evil", ""),
        MediaTypes.CHART,
        archive);
  }

  private static Bundle module(byte[] archive) throws IOException {
    return bundle(
        new Component.Terraform(EVIL, Digest.of(archive), Map.of()), MediaTypes.MODULE, archive);
  }

  private static Bundle bundle(Component component, String mediaType, byte[] archive)
      throws IOException {
    var release =
        new Release("acme/streaming", "9.9.9", 9, "", List.of(), List.of(component), List.of());
    byte[] document = ReleaseDocument.write(release);
    byte[] manifest =
        new Manifest(
                MediaTypes.RELEASE,
                new Descriptor(MediaTypes.DOCUMENT, Digest.of(document), document.length, ""),
                List.of(new Descriptor(mediaType, Digest.of(archive), archive.length, "evil")),
                Optional.empty(),
                Map.of())
            .write();
    return Bundle.read(
        Digest.of(manifest),
        manifest,
        blob -> blob.mediaType().equals(mediaType) ? archive : document);
  }

  private static byte[] packed(String file, String text) {
    var files = new HashMap<String, TreeFile>();
    files.put("evil/Chart.yaml", TreeFile.text(about()));
    files.put(file, TreeFile.text(text));
    return FileTree.of(files).pack();
  }

  private static String about() {
    return "apiVersion: v2\nname: evil\nversion: 1.0.0\n";
  }

  private static String bomb() {
    var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String nine = String.join(", ", Collections.nCopies(9, "*a" + (i - 1)));
      text.append("a%d: &a%d [%s]\n".formatted(i, i, nine));
    }
    return text.toString();
  }

  private static byte[] archive(String name, int size) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
      var entry = new TarArchiveEntry(name, true);
      entry.setSize(size);
      tar.putArchiveEntry(entry);
      tar.write(new byte[size]);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }
}

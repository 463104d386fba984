package io.bowline.release.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.model.release.Component;
import io.bowline.model.release.ComponentName;
import io.bowline.model.release.Release;
import io.bowline.model.release.Reversibility;
import io.bowline.release.archive.ArchiveLimits;
import io.bowline.release.archive.ArchiveRefused;
import io.bowline.release.archive.FileTree;
import io.bowline.release.document.ReleaseDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  @TempDir Path folder;

  private void copySample() throws IOException {
    FileTree.ofFolder(Samples.folder("v1"), ArchiveLimits.CHART_OR_MODULE).writeTo(folder);
  }

  private Packed pack() throws IOException {
    return AuthorFolder.pack(folder, (_, _) -> Optional.of(Samples.IMAGE));
  }

  private void edit(String file, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(folder.resolve(file), text.replace(from, to));
  }

  @Test
  void theSameFolderGivesTheSameDigestWhereverAndWheneverItLies() throws IOException {
    copySample();
    Digest first = Samples.bundle("v1").digest();
    assertThat(pack())
        .isInstanceOfSatisfying(
            Packed.Done.class, done -> assertThat(done.bundle().digest()).isEqualTo(first));
    edit("charts/broker/values.yaml", "24", "25");
    assertThat(pack())
        .isInstanceOfSatisfying(
            Packed.Done.class, done -> assertThat(done.bundle().digest()).isNotEqualTo(first));
  }

  @Test
  void everySampleIsARelease() throws IOException {
    for (String version : new String[] {"v1", "v2", "v3"}) {
      assertThat(Samples.bundle(version).release().components()).hasSize(4);
    }
  }

  @Test
  void aBundleIsReadBackByDigest() throws IOException {
    Bundle bundle = Samples.bundle("v1");
    Bundle back =
        Bundle.read(bundle.digest(), bundle.manifestBytes(), d -> bundle.blob(d.digest()));
    assertThat(back.release()).isEqualTo(bundle.release());
    for (Component component : back.release().components()) {
      if (component instanceof Component.Helm helm) {
        assertThat(back.chart(helm).files()).containsKey(helm.name() + "/Chart.yaml");
      }
      if (component instanceof Component.Terraform terraform) {
        assertThat(back.module(terraform).files()).containsKey("main.tf");
      }
    }
  }

  @Test
  void alteredBytesAreRefused() throws IOException {
    Bundle bundle = Samples.bundle("v1");
    byte[] manifest = bundle.manifestBytes();
    manifest[manifest.length / 2] ^= 1;
    assertThatThrownBy(() -> Bundle.read(bundle.digest(), manifest, d -> bundle.blob(d.digest())))
        .isInstanceOf(BundleRefused.class)
        .hasMessageContaining("in place of");
    assertThatThrownBy(() ->
            Bundle.read(
                bundle.digest(),
                bundle.manifestBytes(),
                d -> {
                  byte[] bytes = bundle.blob(d.digest());
                  bytes[0] ^= 1;
                  return bytes;
                }))
        .isInstanceOf(BundleRefused.class)
        .hasMessageContaining("other bytes");
  }

  @Test
  void anotherArtifactIsNoRelease() {
    byte[] other =
        new Manifest(
                "application/x",
                new Descriptor(MediaTypes.EMPTY, Digest.of(new byte[0]), 0, ""),
                List.of(),
                Optional.empty(),
                Map.of())
            .write();
    assertThatThrownBy(() -> Bundle.read(Digest.of(other), other, _ -> new byte[0]))
        .isInstanceOf(BundleRefused.class)
        .hasMessageContaining("no release");
  }

  @Test
  void problemsOfTheFolderNameFileAndLine() throws IOException {
    copySample();
    edit("release.yaml", "chart: charts/broker", "chart: ../outside");
    edit("release.yaml", "after: [topics, broker]", "after: [topics, brokr]");
    edit("release.yaml", "module: modules/topics", "module: modules/nothing");
    assertThat(pack())
        .isInstanceOfSatisfying(
            Packed.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(AuthorProblem::toString)
                    .anyMatch(p -> p.startsWith("release.yaml:28: components[0].module names"))
                    .anyMatch(p -> p.contains("components[1].chart leaves the release's folder"))
                    .anyMatch(p -> p.contains("brokr")));
  }

  @Test
  void anImageWithoutDigestMustBeInTheRegistry() throws IOException {
    assertThat(AuthorFolder.pack(Samples.folder("v1"), ImageDigests.none()))
        .isInstanceOfSatisfying(
            Packed.Refused.class,
            refused ->
                assertThat(refused.problems().toString())
                    .contains("registry has no acme/sample:1.0"));
  }

  @Test
  void aStateFileIsNotPacked() throws IOException {
    copySample();
    Files.writeString(folder.resolve("modules/topics/terraform.tfstate"), "{}");
    assertThat(pack())
        .isInstanceOfSatisfying(
            Packed.Refused.class,
            refused -> assertThat(refused.problems().toString()).contains("state file"));
  }

  @Test
  void aZipSlipChartInASignedReleaseIsStillNotOpened() throws IOException {
    byte[] evil = zipSlip();
    Release release =
        new Release(
            "acme/streaming",
            "9.9.9",
            9,
            "",
            List.of(),
            List.of(
                new Component.Helm(
                    new Component.Common(
                        new ComponentName("evil"),
                        Set.of(),
                        Duration.ofMinutes(1),
                        Reversibility.REVERSIBLE,
                        List.of()),
                    Digest.of(evil),
                    "ns",
                    "evil",
                    "")),
            List.of());
    byte[] document = ReleaseDocument.write(release);
    byte[] manifest =
        new Manifest(
                MediaTypes.RELEASE,
                new Descriptor(MediaTypes.DOCUMENT, Digest.of(document), document.length, ""),
                List.of(new Descriptor(MediaTypes.CHART, Digest.of(evil), evil.length, "evil")),
                Optional.empty(),
                Map.of())
            .write();
    Bundle bundle =
        Bundle.read(
            Digest.of(manifest),
            manifest,
            blob -> blob.mediaType().equals(MediaTypes.CHART) ? evil : document);
    Component.Helm helm = (Component.Helm) bundle.release().components().getFirst();
    assertThatThrownBy(() -> bundle.chart(helm))
        .isInstanceOf(ArchiveRefused.class)
        .hasMessageContaining("../../.ssh/authorized_keys");
  }

  private static byte[] zipSlip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
      TarArchiveEntry entry = new TarArchiveEntry("../../.ssh/authorized_keys", true);
      entry.setSize(1);
      tar.putArchiveEntry(entry);
      tar.write('x');
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }
}

package io.bowline.release.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {
  private static final ArchiveLimits SMALL = new ArchiveLimits(64 * 1024, 100_000, 10, 100, 5);

  @TempDir Path folder;

  private static byte[] archive(TarWriter writer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      writer.write(tar);
    }
    return bytes.toByteArray();
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void refused(TarWriter writer, String reason) throws IOException {
    byte[] archive = archive(writer);
    assertThatThrownBy(() -> FileTree.unpack(archive, SMALL))
        .isInstanceOf(ArchiveRefused.class)
        .hasMessageContaining(reason);
  }

  @Test
  void everyAlteredByteAndEveryCutIsSeenAlsoWhereNoFileHasIt() throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (var writer = new TarArchiveOutputStream(plain, "UTF-8")) {
      file(writer, "chart/a", new byte[] {1});
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var gzip = new Stored(packed)) {
      gzip.write(plain.toByteArray());
    }
    byte[] good = packed.toByteArray();
    assertThat(FileTree.unpack(good, SMALL).files()).hasSize(1);
    // behind the gzip header, whose time and flags mean nothing here
    for (int at = 10; at < good.length; at += 7) {
      byte[] altered = good.clone();
      altered[at] ^= 1;
      assertThatThrownBy(() -> FileTree.unpack(altered, SMALL))
          .as("byte %d", at)
          .isInstanceOf(IOException.class);
      byte[] cut = Arrays.copyOf(good, at);
      assertThatThrownBy(() -> FileTree.unpack(cut, SMALL))
          .as("cut at %d", at)
          .isInstanceOf(IOException.class);
    }
  }

  /// Packs without making anything smaller, so that each byte of the tar is one of the archive.
  private static final class Stored extends GZIPOutputStream {
    Stored(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.NO_COMPRESSION);
    }
  }

  @Test
  void packingAndUnpackingGivesTheSameTreeAndTheSameBytes() throws IOException {
    FileTree tree =
        FileTree.of(
            Map.of(
                "chart/Chart.yaml",
                TreeFile.text("name: x"),
                "chart/run.sh",
                new TreeFile("#!/bin/sh".getBytes(StandardCharsets.UTF_8), true),
                "chart/ü.txt",
                TreeFile.text("umlaut"),
                "chart/" + "long/".repeat(20) + "name",
                TreeFile.text("deep")));
    byte[] packed = tree.pack();
    FileTree back = FileTree.unpack(packed, ArchiveLimits.CHART_OR_MODULE);
    assertThat(back).isEqualTo(tree);
    assertThat(back.pack()).isEqualTo(packed);
    back.writeTo(folder);
    assertThat(FileTree.ofFolder(folder, ArchiveLimits.CHART_OR_MODULE)).isEqualTo(tree);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "/etc/passwd",
        "a//b",
        "a/./b",
        "..",
        "c:\\evil",
        "a\\b",
        "a\nb"
      })
  void noEntryLeavesItsFolder(String name) throws IOException {
    refused(tar -> file(tar, name, new byte[1]), "entry '");
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_LINK,
        TarConstants.LF_SYMLINK,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK,
        TarConstants.LF_FIFO
      })
  void linksAndDevicesAreRefused(byte type) throws IOException {
    Consumer<TarArchiveEntry> link = entry -> entry.setLinkName("/etc/passwd");
    refused(
        tar -> {
          TarArchiveEntry entry = new TarArchiveEntry("a", type);
          link.accept(entry);
          tar.putArchiveEntry(entry);
          tar.closeArchiveEntry();
        },
        "special file");
  }

  @Test
  void aNameIsThereOnceAndIsNotAlsoAFolder() throws IOException {
    refused(
        tar -> {
          file(tar, "a", new byte[1]);
          file(tar, "a", new byte[2]);
        },
        "twice");
    refused(
        tar -> {
          file(tar, "a", new byte[1]);
          file(tar, "a/b", new byte[2]);
        },
        "file and a folder");
    refused(
        tar -> {
          file(tar, "a/b", new byte[1]);
          file(tar, "a", new byte[2]);
        },
        "twice");
  }

  @Test
  void sizesAndCountsAreBoundedBeforeAndAfterDecompression() throws IOException {
    refused(tar -> file(tar, "zeros", new byte[100_001]), "larger than");
    refused(
        tar -> {
          for (int i = 0; i < 11; i++) {
            file(tar, "f" + i, new byte[0]);
          }
        },
        "more than 10 entries");
    refused(
        tar -> {
          for (int i = 0; i < 9; i++) {
            file(tar, "f" + i, new byte[90_000]);
          }
        },
        "larger than");
    byte[] noise = new byte[90_000];
    new java.util.Random(1).nextBytes(noise);
    refused(tar -> file(tar, "noise", noise), "the archive is larger than");
    refused(tar -> file(tar, "a/b/c/d/e/f", new byte[1]), "deeper");
    refused(tar -> file(tar, "n".repeat(101), new byte[1]), "longer");
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    assertThatThrownBy(() -> FileTree.unpack(new byte[] {1, 2, 3}, SMALL))
        .isInstanceOf(IOException.class);
    byte[] good = archive(tar -> file(tar, "a", new byte[5_000]));
    byte[] cut = java.util.Arrays.copyOf(good, good.length / 2);
    assertThatThrownBy(() -> FileTree.unpack(cut, SMALL)).isInstanceOf(IOException.class);
  }

  @Test
  void aFolderWithALinkIsNotPacked() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
    assertThatThrownBy(() -> FileTree.ofFolder(folder, SMALL))
        .isInstanceOf(ArchiveRefused.class)
        .hasMessageContaining("link");
  }

  private interface TarWriter {
    void write(TarArchiveOutputStream tar) throws IOException;
  }
}

package io.bowline.release.lint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Charts that nobody packs by mistake.
enum HostileArchive {
  ZIP_SLIP("entry '../../.ssh/authorized_keys'") {
    @Override
    void write(TarArchiveOutputStream tar) throws IOException {
      file(tar, "../../.ssh/authorized_keys", new byte[1]);
    }
  },
  LINK("entry 'evil/templates' is a link") {
    @Override
    void write(TarArchiveOutputStream tar) throws IOException {
      var entry = new TarArchiveEntry("evil/templates", TarConstants.LF_SYMLINK);
      entry.setLinkName("/etc");
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
  },
  /// 40 MB of zeros in 40 KB.
  DECOMPRESSION_BOMB("entry 'evil/zeros' is larger than") {
    @Override
    void write(TarArchiveOutputStream tar) throws IOException {
      file(tar, "evil/zeros", new byte[40 << 20]);
    }
  },
  /// The same in pieces, each of which is small enough.
  BOMB_IN_PIECES("the unpacked archive is larger than") {
    @Override
    void write(TarArchiveOutputStream tar) throws IOException {
      for (int i = 0; i < 50; i++) {
        file(tar, "evil/zeros" + i, new byte[1 << 20]);
      }
    }
  },
  OVERSIZE("the archive is larger than") {
    @Override
    void write(TarArchiveOutputStream tar) throws IOException {
      byte[] noise = new byte[17 << 20];
      new Random(1).nextBytes(noise);
      file(tar, "evil/noise", noise);
    }
  },
  TOO_MANY("more than 4000 entries") {
    @Override
    void write(TarArchiveOutputStream tar) throws IOException {
      for (int i = 0; i < 4_001; i++) {
        file(tar, "evil/" + i, new byte[0]);
      }
    }
  },
  CUT_OFF("cannot be read as a .tgz") {
    @Override
    void write(TarArchiveOutputStream tar) throws IOException {
      file(tar, "evil/Chart.yaml", "name: evil".repeat(9_000).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    byte[] bytes() throws IOException {
      byte[] whole = super.bytes();
      return Arrays.copyOf(whole, whole.length - 30);
    }
  };

  private final String found;

  HostileArchive(String found) {
    this.found = found;
  }

  /// What the refusal says of it.
  String found() {
    return found;
  }

  abstract void write(TarArchiveOutputStream tar) throws IOException;

  byte[] bytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
      write(tar);
    }
    return bytes.toByteArray();
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}

package io.bowline.runner.step.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.Descriptor;
import io.bowline.release.bundle.MediaTypes;
import io.bowline.release.bundle.ProviderFile;
import io.bowline.runner.step.StepException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderShelfTest {
  private static final String BINARY = "terraform-provider-toy_v1.0.0";
  private static final String PATH = "vendor.example/acme/toy/1.0.0/" + ProviderShelf.platform();

  @TempDir Path folder;
  private ProviderShelf shelf;
  private int fetched;

  @BeforeEach
  void open() {
    shelf = new ProviderShelf(folder.resolve("shelf"));
  }

  static byte[] zip(String... names) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  static ProviderFile provider(byte[] zip, String platform) {
    String title = "vendor.example/acme/toy/terraform-provider-toy_1.0.0_" + platform + ".zip";
    return ProviderFile.of(new Descriptor(MediaTypes.PROVIDER, Digest.of(zip), zip.length, title))
        .orElseThrow();
  }

  private Map<String, Digest> bring(byte[] zip) {
    return shelf.bring(
        List.of(
            provider(zip, ProviderShelf.platform()),
            provider("other".getBytes(StandardCharsets.UTF_8), "plan9_mips")),
        (_, out) -> {
          fetched++;
          out.write(zip);
        });
  }

  @Test
  void whatThisMachineNeedsIsFetchedAndUnpackedOnce() throws IOException {
    byte[] zip = zip(BINARY, "LICENSE.txt");
    assertThat(bring(zip)).isEqualTo(Map.of(PATH, Digest.of(zip)));
    assertThat(bring(zip)).hasSize(1);
    assertThat(fetched).isEqualTo(1);
    Path module = Files.createDirectory(folder.resolve("module"));
    ProviderShelf.note(module, bring(zip));
    Path mirror = folder.resolve("mirror");
    for (int again = 0; again < 2; again++) {
      assertThat(shelf.mirror(module, mirror)).containsExactly("vendor.example/acme/toy");
      assertThat(mirror.resolve(PATH).resolve(BINARY)).isExecutable();
    }
    assertThat(shelf.mirror(Files.createDirectory(folder.resolve("other")), mirror)).isEmpty();
    assertThat(folder.resolve("shelf").resolve(Digest.of(zip).hex()).resolve(BINARY)).exists();
  }

  @Test
  void onlyWhatAModuleNamesStays() throws IOException {
    byte[] zip = zip(BINARY);
    Path module = Files.createDirectories(folder.resolve("plans/1/module"));
    ProviderShelf.note(module, bring(zip));
    shelf.tidy(folder.resolve("plans"));
    assertThat(shelf.mirror(module, folder.resolve("mirror"))).hasSize(1);
    Files.move(module, folder.resolve("gone"));
    shelf.tidy(folder.resolve("plans"));
    assertThat(folder.resolve("shelf")).isEmptyDirectory();
    assertThatThrownBy(() -> shelf.mirror(folder.resolve("gone"), folder.resolve("mirror")))
        .hasMessageContaining("is not on this runner any more; plan again");
  }

  @Test
  void aFileThatIsNoProviderIsRefusedAndLeavesNothing() throws IOException {
    for (byte[] bad :
        List.of(
            zip("../" + BINARY),
            zip("/etc/passwd"),
            zip("a/b"),
            zip("a\\b"),
            "no zip".getBytes(StandardCharsets.UTF_8))) {
      assertThatThrownBy(() -> bring(bad))
          .isInstanceOfSatisfying(
              StepException.class, e -> assertThat(e.failure().reason()).isEqualTo("provider"));
      assertThat(folder.resolve("shelf")).isEmptyDirectory();
    }
  }

  @Test
  void aFetchThatBreaksLeavesNothingAndMayBeTriedAgain() throws IOException {
    byte[] zip = zip(BINARY);
    assertThatThrownBy(() ->
            shelf.bring(
                List.of(provider(zip, ProviderShelf.platform())),
                (_, out) -> {
                  out.write(zip, 0, 20);
                  throw new IOException("cut");
                }))
        .isInstanceOfSatisfying(
            StepException.class, e -> assertThat(e.failure().retryable()).isTrue());
    assertThat(folder.resolve("shelf")).isEmptyDirectory();
    assertThat(bring(zip)).hasSize(1);
  }
}

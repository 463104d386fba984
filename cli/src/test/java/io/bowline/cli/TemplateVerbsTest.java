package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateVerbsTest {
  private static final byte[] ZIP = "PK\3\4\0\377\r\n".getBytes(StandardCharsets.ISO_8859_1);

  @TempDir Path folder;

  @Test
  void anArchiveIsWrittenByteByByteAndIsNotPrinted() throws IOException {
    try (var api = new WrittenApi()) {
      api.answer(
          "GET installer-templates/gcp/infra-manager",
          "{\"door\":\"infra-manager\",\"file\":\"bowline-gcp-v1.zip\",\"archive\":\"%s\"}"
              .formatted(Base64.getEncoder().encodeToString(ZIP)));
      Run.User reader = api.operator(folder);
      String[] wanted = {"install", "template", "--cloud", "gcp", "--door", "infra-manager"};
      Run printed = reader.run(wanted);
      assertThat(printed.code()).isEqualTo(2);
      assertThat(printed.err())
          .contains("bowline-gcp-v1.zip is an archive: give --out a file or a folder");
      Run written =
          reader.run(
              "install", "template", "--cloud", "gcp", "--door", "infra-manager", "--out", ".");
      assertThat(written.err()).isEmpty();
      assertThat(Files.readAllBytes(folder.resolve("bowline-gcp-v1.zip"))).isEqualTo(ZIP);
    }
  }
}

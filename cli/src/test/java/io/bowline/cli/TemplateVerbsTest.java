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

  private static final String OUTLOOK =
      """
      {"cloud":"aws","look":"bowline preflight --cloud aws","makes":[{"kind":"A","count":60},{"kind":"B","count":2}],
       "bill":{"asOf":"2026-11-23","currency":"USD","region":"us-east-1","base":476.06,"whole":1060.70},
       "page":{"file":"bowline-prod-page.md","text":"# What comes\\n"}}
      """;

  @Test
  void whoCreatesAnInstallIsToldWhatComesBeforeAnythingIsMade() throws IOException {
    try (var api = new WrittenApi()) {
      api.answer("POST organizations/acme/installs", "{\"name\":\"prod\",\"status\":\"draft\"}");
      Run.User admin = api.operator(folder);
      String[] create = {
        "install", "create", "prod", "--product", "acme/streaming", "--cloud", "aws"
      };
      Run silent = admin.run(create);
      assertThat(silent.code()).as("a control plane that cannot tell yet").isZero();
      api.answer("GET organizations/acme/installs/prod/installer/outlook", OUTLOOK);
      Run told = admin.run(create);
      assertThat(told.code()).as(told.err()).isZero();
      assertThat(told.out() + told.err())
          .contains("makes 62 things, about 476.06 USD a month")
          .contains("us-east-1 (2026-11-23); with the usual pools 1060.7")
          .contains("Look first: bowline preflight --cloud aws")
          .contains("bowline install page prod");
    }
  }

  @Test
  void thePageIsPrintedOrWrittenUnderItsName() throws IOException {
    try (var api = new WrittenApi()) {
      api.answer("GET organizations/acme/installs/prod/installer/outlook", OUTLOOK);
      Run.User admin = api.operator(folder);
      assertThat(admin.run("install", "page", "prod").out()).isEqualTo("# What comes\n");
      assertThat(admin.run("install", "page", "prod", "-o", "json").out()).contains("\"bill\"");
      assertThat(admin.run("install", "page", "prod", "--out", ".").code()).isZero();
      assertThat(folder.resolve("bowline-prod-page.md")).hasContent("# What comes");
    }
  }
}

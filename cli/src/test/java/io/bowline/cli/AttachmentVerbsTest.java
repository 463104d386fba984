package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bowline release attachments`.
class AttachmentVerbsTest {
  private static final String RELEASE = "sha256:" + "a".repeat(64);
  private static final String PATH = "releases/" + RELEASE.replace(":", "%3A") + "/attachments";
  private static final String BILL = "{\"spdxVersion\":\"SPDX-2.3\"}";
  private static final String DIGEST = Digest.of(BILL.getBytes(StandardCharsets.UTF_8)).toString();

  @TempDir private Path folder;
  private WrittenApi api;
  private Run.User operator;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    operator = api.operator(folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void whatIsAttachedIsListedWithItsKindAndWhatItIsAbout() {
    api.answer(
        "GET " + PATH + "?limit=200",
        """
        {"items":[{"digest":"%s","kind":"spdx","size":26,"mediaType":"application/spdx+json",
         "artifactType":"application/spdx+json","image":"broker","repository":"acme/broker",
         "subject":"sha256:b","manifest":"sha256:c"}]}\
        """
            .formatted(DIGEST));
    Run run = operator.run("release", "attachments", RELEASE);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("KIND", DIGEST.substring(0, 19), "spdx", "26", "broker", "sha256:b");
  }

  @Test
  void oneIsWrittenWhoseBytesAreWhatItsDigestSays() {
    api.answer("GET " + PATH + "?limit=200", "{\"items\":[{\"digest\":\"%s\"}]}".formatted(DIGEST));
    String one = PATH + "/" + DIGEST.replace(":", "%3A");
    api.answer("GET " + one, 200, "application/spdx+json", BILL);
    Run run = operator.run("release", "attachments", RELEASE, "--get", DIGEST, "--to", "bill.json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(folder.resolve("bill.json")).hasContent(BILL);
    Run brief =
        operator.run(
            "release", "attachments", RELEASE, "--get", DIGEST.substring(0, 19), "--to", "2.json");
    assertThat(brief.code()).as(brief.err()).isZero();
    assertThat(folder.resolve("2.json")).hasContent(BILL);
    Run none = operator.run("release", "attachments", RELEASE, "--get", "sha256:0", "--to", "3");
    assertThat(none.err()).contains("nothing is attached whose digest begins with sha256:0");
    Run again =
        operator.run("release", "attachments", RELEASE, "--get", DIGEST, "--to", "bill.json");
    assertThat(again.code()).isEqualTo(6);
    api.answer("GET " + one, 200, "application/spdx+json", BILL + " ");
    Run other = operator.run("release", "attachments", RELEASE, "--get", DIGEST, "--to", "b.json");
    assertThat(other.err()).contains("other bytes");
    assertThat(folder.resolve("b.json")).doesNotExist();
  }

  @Test
  void whoMaySeeTheirOwnCatalogueOnlyIsShownTheSameThere() {
    api.answer("GET " + PATH + "?limit=200", 403, "application/problem+json", "{}");
    api.answer("GET organizations/acme/" + PATH + "?limit=200", "{\"items\":[]}");
    Run run = operator.run("release", "attachments", RELEASE, "-o", "json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(operator.run("release", "attachments", RELEASE, "--get", DIGEST).code())
        .isEqualTo(2);
    assertThat(operator.run("release", "attachments", "1.0.0").err()).contains("--product");
  }
}

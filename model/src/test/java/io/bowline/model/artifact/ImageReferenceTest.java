package io.bowline.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final Digest DIGEST = Digest.of(new byte[] {1});

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker.example/acme/broker:1.4",
        "localhost:5000/a",
        "10.0.0.1:443/a/b/c:v1.0_x-y",
        "[::1]:5000/a:1",
        "registry.example/a__b/c-d--e.f:1",
        "r.example/a@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "r.example/a:1@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      })
  void whatIsReadIsWrittenBack(String text) {
    assertThat(ImageReference.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "busybox",
        "r.example/",
        "r.example/UPPER",
        "r.example/a/../b",
        "r.example/a//b",
        "r.example/a:",
        "r.example/a:-tag",
        "r.example/a@sha256:00",
        "r.example/a b",
        "user@r.example/a",
        "r.example:port/a",
        "http://r.example/a"
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ImageReference.parse(text));
  }

  @Test
  void aReferenceLongerThanTheLimitIsRefusedBeforeItIsRead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageReference.parse("r.example/" + "a/".repeat(100_000)))
        .withMessageContaining("512");
  }

  @Test
  void byDigestAloneTheTagIsGone() {
    assertThat(ImageReference.parse("r.example/a:1").at(DIGEST))
        .hasToString("r.example/a@" + DIGEST);
  }
}

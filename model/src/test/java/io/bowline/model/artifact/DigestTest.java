package io.bowline.model.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  private static final String EMPTY =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void theDigestOfNothingIsTheOneEverybodyKnows() {
    assertThat(Digest.of(new byte[0])).hasToString(EMPTY);
  }

  @Test
  void whatIsReadIsWrittenBack() {
    assertThat(Digest.parse(EMPTY)).hasToString(EMPTY);
    String long512 = "sha512:" + "ab".repeat(64);
    assertThat(Digest.parse(long512)).hasToString(long512);
  }

  @Test
  void aStreamedHashEqualsTheOneOfTheWhole() {
    var running = Digest.Algorithm.SHA256.hash();
    running.update("bow".getBytes(StandardCharsets.UTF_8));
    running.update("line".getBytes(StandardCharsets.UTF_8));

    assertThat(Digest.finish(Digest.Algorithm.SHA256, running))
        .isEqualTo(Digest.of("bowline".getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e3b0c442",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "sha256:",
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ",
        "sha256:../../../../etc/passwd/b0c44298fc1c149afbf4c8996fb92427ae41e4649"
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Digest.parse(text));
  }
}

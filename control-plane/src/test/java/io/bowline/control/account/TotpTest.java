package io.bowline.control.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.secret.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final Secret SECRET = Secret.of("12345678901234567890");

  @ParameterizedTest(name = "at {0} it is {1}")
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void theVectorsOfRfc6238Hold(long seconds, String code) {
    long step = Totp.step(Instant.ofEpochSecond(seconds));
    assertThat("%08d".formatted(Totp.truncated(SECRET, step) % 100_000_000)).isEqualTo(code);
    assertThat(Totp.code(SECRET, step)).isEqualTo(code.substring(2));
  }

  @Test
  void clocksMayDifferByOneStepAndNoMore() {
    Instant now = Instant.ofEpochSecond(1_234_567_890);
    long step = Totp.step(now);
    for (long near = step - 1; near <= step + 1; near++) {
      assertThat(Totp.match(SECRET, now, Totp.code(SECRET, near))).hasValue(near);
    }
    assertThat(Totp.match(SECRET, now, Totp.code(SECRET, step - 2))).isEmpty();
    assertThat(Totp.match(SECRET, now, Totp.code(SECRET, step + 2))).isEmpty();
    assertThat(Totp.match(SECRET, now, "")).isEmpty();
    assertThat(Totp.match(SECRET, now, "٠٠٥٩٢٤")).isEmpty();
  }

  /// The vectors of RFC 4648, without padding.
  @ParameterizedTest
  @CsvSource({"'', ''", "f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB"})
  void keysAreTypedInBase32(String bytes, String text) {
    assertThat(Base32.text(Secret.of(bytes).reveal())).isEqualTo(text);
  }
}

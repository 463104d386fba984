package io.bowline.control.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a master key promises, wherever it is kept.
public abstract class MasterKeyContract {
  private static final String CONTEXT = "data-key/0190c0de-0000-7000-8000-000000000001";
  private static final Secret SECRET = Secret.of("hunter2-canary-of-thirty-two-byt");

  /// Reads a key as a process does that starts.
  ///
  /// @param key which one, 0 or 1
  /// @param other the one beside it
  protected abstract MasterKey open(int key, Optional<Integer> other);

  private MasterKey open(int key) {
    return open(key, Optional.empty());
  }

  @Test
  void whatItSealedOpensForTheSameContextOnly() {
    Sealed sealed = open(0).seal(CONTEXT, SECRET);

    assertThat(new String(sealed.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
    assertThat(open(0).open(CONTEXT, sealed)).isEqualTo(SECRET);
    assertThatThrownBy(() -> open(0).open("data-key/another", sealed))
        .isInstanceOf(UnsealException.class)
        .hasMessageContaining("data-key/another")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void anotherKeyOpensNothingAndIsToldApart() {
    Sealed sealed = open(0).seal(CONTEXT, SECRET);

    assertThatThrownBy(() -> open(1).open(CONTEXT, sealed)).isInstanceOf(UnsealException.class);
    assertThat(open(0).fingerprint())
        .isEqualTo(open(0).fingerprint())
        .isNotEqualTo(open(1).fingerprint());
  }

  @Test
  void whatWasAlteredDoesNotOpen() {
    byte[] sealed = open(0).seal(CONTEXT, SECRET).bytes();
    sealed[sealed.length - 1] ^= 1;

    assertThatThrownBy(() -> open(0).open(CONTEXT, new Sealed(sealed)))
        .isInstanceOf(UnsealException.class);
    assertThatThrownBy(() -> open(0).open(CONTEXT, new Sealed(new byte[0])))
        .isInstanceOf(UnsealException.class);
    assertThatThrownBy(() -> open(0).open(CONTEXT, new Sealed(new byte[] {sealed[0]})))
        .isInstanceOf(UnsealException.class);
  }

  @Test
  void whatTheOtherKeySealedIsTakenOverOnce() {
    Sealed before = open(1).seal(CONTEXT, SECRET);
    MasterKey between = open(0, Optional.of(1));

    assertThat(between.open(CONTEXT, before)).isEqualTo(SECRET);
    Sealed renewed = between.renewed(CONTEXT, before).orElseThrow();
    assertThat(between.renewed(CONTEXT, renewed)).isEmpty();
    assertThat(open(0).open(CONTEXT, renewed)).isEqualTo(SECRET);
    assertThatThrownBy(() -> open(1).open(CONTEXT, renewed)).isInstanceOf(UnsealException.class);
  }
}

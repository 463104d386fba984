package io.bowline.control.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.testkit.FakeClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedKeysTest {
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final FakeClock clock = new FakeClock();
  private final Counted service = new Counted(new LocalKey(new byte[32], new SecureRandom()));

  private record Counted(KeyWrap key, AtomicInteger asked, AtomicBoolean away) implements KeyWrap {
    Counted(KeyWrap key) {
      this(key, new AtomicInteger(), new AtomicBoolean());
    }

    @Override
    public Sealed wrap(String context, Secret secret) {
      return key.wrap(context, secret);
    }

    @Override
    public Secret unwrap(String context, Sealed wrapped) {
      asked.incrementAndGet();
      if (away.get()) {
        throw new KeyUnavailableException("away", new IllegalStateException());
      }
      return key.unwrap(context, wrapped);
    }

    @Override
    public String fingerprint() {
      return key.fingerprint();
    }

    @Override
    public Optional<KeyWrap> derived(String purpose) {
      return Optional.empty();
    }
  }

  @Test
  void aKeyIsUnwrappedOnceAndForgottenWhenItsTimeIsOver() {
    var remembered = new RememberedKeys(service, LIFE, clock);
    Sealed sealed = remembered.wrap("a", Secret.of("x"));
    Sealed second = remembered.wrap("a", Secret.of("y"));

    for (int n = 0; n < 3; n++) {
      assertThat(remembered.unwrap("a", sealed)).isEqualTo(Secret.of("x"));
      assertThat(remembered.unwrap("a", second)).isEqualTo(Secret.of("y"));
    }
    assertThat(service.asked()).hasValue(2);

    service.away().set(true);
    clock.advance(LIFE.minusMillis(1));
    assertThat(remembered.unwrap("a", sealed)).isEqualTo(Secret.of("x"));
    clock.advance(Duration.ofMillis(1));
    assertThatThrownBy(() -> remembered.unwrap("a", sealed))
        .isInstanceOf(KeyUnavailableException.class);
  }

  @Test
  void whatIsRememberedIsForItsContextOnly() {
    var remembered = new RememberedKeys(service, LIFE, clock);
    Sealed sealed = remembered.wrap("a", Secret.of("x"));
    remembered.unwrap("a", sealed);

    assertThatThrownBy(() -> remembered.unwrap("b", sealed)).isInstanceOf(UnsealException.class);
  }

  @Test
  void withoutTimeNothingIsRemembered() {
    var remembered = new RememberedKeys(service, Duration.ZERO, clock);
    Sealed sealed = remembered.wrap("a", Secret.of("x"));
    remembered.unwrap("a", sealed);
    remembered.unwrap("a", sealed);

    assertThat(service.asked()).hasValue(2);
  }
}

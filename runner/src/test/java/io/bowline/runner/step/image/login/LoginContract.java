package io.bowline.runner.step.image.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.registry.Admission;
import io.bowline.registry.http.Callers;
import io.bowline.runner.step.image.flow.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every cloud's login does.
@Timeout(120)
abstract class LoginContract {
  static final Duration LIFE = Duration.ofHours(1);
  @TempDir Path folder;
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
  final AtomicInteger issued = new AtomicInteger();
  final Map<String, String> environment = new HashMap<>();
  FakeService cloud;
  Login login;

  /// Answers as the cloud does, checking what it is shown; each token is another.
  abstract FakeService.Answer answer(FakeService.Asked asked);

  /// How the cloud says no.
  abstract FakeService.Answer no();

  /// The login on this place.
  abstract Login login(CloudPlace place) throws Exception;

  /// What is to be shown after so many tokens were issued.
  abstract Credentials expected(int number);

  /// A word of what a person can do about a refusal.
  abstract String todo();

  /// What must be printed nowhere.
  abstract List<String> secrets();

  /// How the cloud's registry answers to credentials that are over.
  Admission over() {
    return new Admission.Challenged("Basic realm=\"registry\"");
  }

  @BeforeEach
  void start() throws Exception {
    cloud = new FakeService(this::answer);
    login = login(place());
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  CloudPlace place() {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    Optional<URI> fake = Optional.of(cloud.address());
    return new CloudPlace(
        cloud.address(),
        client,
        client,
        now::get,
        new Random(1),
        environment,
        new CloudPlace.Instead(fake, fake, fake));
  }

  long tokens() {
    return issued.get();
  }

  @Test
  void credentialsAreFetchedOnceForAllWhoAsk() throws Exception {
    List<Future<Credentials>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        running.add(threads.submit(login::credentials));
      }
      for (Future<Credentials> each : running) {
        assertThat(each.get()).isEqualTo(expected(1));
      }
    }
    assertThat(tokens()).isEqualTo(1);
  }

  @Test
  void credentialsAreRenewedBeforeTheyEnd() throws Exception {
    login.credentials();
    now.updateAndGet(time -> time.plus(LIFE.dividedBy(2)));
    assertThat(login.credentials()).isEqualTo(expected(1));
    now.updateAndGet(time -> time.plus(LIFE.dividedBy(3)));
    assertThat(login.credentials()).isEqualTo(expected(2));
    assertThat(tokens()).isEqualTo(2);
  }

  @Test
  void aRenewalThatFailsIsNoHarmWhileTheOldOnesLast() throws Exception {
    login.credentials();
    cloud.say(no());
    now.updateAndGet(time -> time.plus(LIFE.multipliedBy(9).dividedBy(10)));
    assertThat(login.credentials()).isEqualTo(expected(1));
    now.updateAndGet(time -> time.plus(LIFE));
    assertThatThrownBy(login::credentials).isInstanceOf(RegistryException.class);
    cloud.asUsual();
    assertThat(login.credentials()).isEqualTo(expected(2));
  }

  @Test
  void refusedOnesAreReplacedButNotFreshOnes() throws Exception {
    String shown = login.credentials().basic();
    assertThat(login.refused(shown)).as("they are fresh").isFalse();
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
    assertThat(login.refused(shown)).isTrue();
    assertThat(login.credentials()).isEqualTo(expected(2));
    assertThat(login.refused(shown)).as("others are there by now").isTrue();
    assertThat(tokens()).isEqualTo(2);
  }

  /// @param served requests that are answered with the first credentials
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void credentialsThatAreOverBeforeTheirTimeAreRenewedOnceAndTheTransferGoesOn(int served)
      throws Exception {
    login.credentials();
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
    var asked = new AtomicInteger();
    Callers callers =
        request -> {
          int wanted = asked.getAndIncrement() < served ? 1 : 2;
          boolean good =
              tokens() >= wanted
                  && request.header("authorization").equals(Optional.of(expected(wanted).basic()));
          return new Callers.Everything(good ? new Admission.Granted() : over());
        };
    try (var registries = new TwoRegistries(folder, callers)) {
      assertThat(registries.copy(login)).as("what failed").isEmpty();
    }
    assertThat(tokens()).isEqualTo(2);
  }

  @Test
  void aRegistryThatRefusesNewOnesAsWellIsNotAskedForEver() throws Exception {
    login.credentials();
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
    Callers callers = request -> new Callers.Everything(over());
    try (var registries = new TwoRegistries(folder, callers)) {
      assertThat(registries.copy(login))
          .hasValueSatisfying(
              why -> assertThat(why).contains("credentials").doesNotContain(secrets()));
    }
    assertThat(tokens()).isEqualTo(2);
  }

  @Test
  void aCloudThatHasTooMuchIsAskedAgainWhenItSays() throws Exception {
    cloud.throttle(1);
    long began = System.nanoTime();
    assertThat(login.credentials()).isEqualTo(expected(1));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void aRefusalNamesTheRegistryAndWhatToDoAndNoSecret() {
    cloud.say(no());
    assertThatThrownBy(login::credentials)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(cloud.address().getAuthority())
        .hasMessageContaining("refused")
        .hasMessageContaining(todo())
        .satisfies(e -> assertThat(e.toString()).doesNotContain(secrets()));
  }

  @Test
  void nonsenseIsNamed() {
    for (String nonsense : List.of("{}", "[", "<html>hello</html>", "")) {
      cloud.say(FakeService.Answer.of(200, nonsense));
      assertThatThrownBy(login::credentials)
          .as(nonsense)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(cloud.address().getAuthority());
    }
  }

  @Test
  void nothingGoesToAnotherHostThatTheCloudSendsTo() throws Exception {
    try (FakeService other = new FakeService(this::answer)) {
      cloud.say(
          new FakeService.Answer(307, "", Map.of("Location", other.address() + "/somewhere")));
      assertThatThrownBy(login::credentials).isInstanceOf(RegistryException.class);
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void nothingPrintsASecret() throws Exception {
    Credentials credentials = login.credentials();
    assertThat(login + " " + credentials)
        .doesNotContain(secrets())
        .doesNotContain(credentials.password(), credentials.basic());
  }
}

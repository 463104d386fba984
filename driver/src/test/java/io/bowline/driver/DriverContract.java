package io.bowline.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.permission.Permissions;
import io.bowline.driver.FakeCloud.Mood;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.probe.Result;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every driver promises.
public abstract class DriverContract {
  protected static final Duration AMPLE = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(250);
  private static final long MOST_TAKEN = 500L * 1024 * 1024;

  private FakeCloud cloud;
  private Duration limit = AMPLE;

  /// A cloud that this class closes.
  protected abstract FakeCloud open();

  @BeforeEach
  void begin() {
    cloud = open();
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  /// What it finds out about good credentials.
  protected final Findings probe() {
    return cloud.driver(limit).probe(cloud.good());
  }

  /// One of the checks of permissions.
  protected static Check named(Findings findings, String name) {
    return findings.permissions().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Findings probe(Configuration configuration) {
    Findings findings = cloud.driver(limit).probe(configuration);
    assertThat(findings.credentials()).isNotEmpty();
    assertThat(findings.permissions()).isNotEmpty();
    assertThat(checks(findings))
        .allSatisfy(check -> {
          assertThat(check.name()).isNotBlank();
          assertThat(check.detail()).endsWith(".");
          // no secret, and nothing of a library's own words
          assertThat(check.toString())
              .doesNotContain(cloud.secrets())
              .doesNotContainIgnoringCase("exception")
              .doesNotContain("Request ID")
              .doesNotContain("http");
        });
    return findings;
  }

  private static List<Check> checks(Findings findings) {
    return Stream.concat(findings.credentials().stream(), findings.permissions().stream()).toList();
  }

  @Test
  void credentialsThatMayDoEverythingAreFoundSo() {
    Findings findings = probe(cloud.good());
    assertThat(Result.worst(findings.credentials())).isEqualTo(Result.OK);
    assertThat(findings.result()).as(findings.toString()).isEqualTo(Result.OK);
  }

  @Test
  @Tag("P18.bad-key")
  void aWrongSecretIsSaidToBeOneAndNothingMoreIsAsked() {
    Findings findings = probe(cloud.wrongSecret());
    assertThat(Result.worst(findings.credentials())).isEqualTo(Result.FAILED);
    assertThat(Result.worst(findings.permissions())).isEqualTo(Result.SKIPPED);
  }

  @Test
  void credentialsThatNobodyKnowsAreSaidToBeUnknown() {
    Findings findings = probe(cloud.unknown());
    assertThat(Result.worst(findings.credentials())).isEqualTo(Result.FAILED);
    assertThat(Result.worst(findings.permissions())).isEqualTo(Result.SKIPPED);
    assertThat(findings.credentials().equals(probe(cloud.wrongSecret()).credentials()))
        .isNotEqualTo(cloud.tellsNameFromSecret());
  }

  @Test
  @Tag("P18.missing-permissions")
  void everyActionThatIsMissingIsNamed() {
    Configuration good = cloud.good();
    for (var grant : Permissions.of(good.cloud()).grants()) {
      String missing = grant.actions().getLast();
      cloud.forbid(Set.of(missing));
      Findings findings = probe(good);
      assertThat(Result.worst(findings.credentials())).isEqualTo(Result.OK);
      assertThat(Result.worst(findings.permissions())).as(missing).isNotEqualTo(Result.OK);
      assertThat(findings.permissions())
          .filteredOn(check -> check.result() != Result.OK)
          .as(missing)
          .anySatisfy(check -> assertThat(check.actions()).contains(missing));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "FAIR", mode = EnumSource.Mode.EXCLUDE)
  void aCloudThatDoesNotAnswerAsItShouldIsNeverTakenForAnAnswer(Mood mood) {
    cloud.mood(mood);
    Findings findings = probeWithin(mood, Result.INCONCLUSIVE);
    assertThat(findings.result()).isEqualTo(Result.INCONCLUSIVE);
    assertThat(findings.permissions()).extracting(Check::result).containsOnly(Result.SKIPPED);
    if (mood == Mood.AT_ANOTHER_TIME) {
      assertThat(findings.credentials().getFirst().detail()).contains("our clock is wrong");
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FAIR", "AT_ANOTHER_TIME"},
      mode = EnumSource.Mode.EXCLUDE)
  void aCloudThatSignsInAndThenDoesNotAnswerIsNeverTakenForAnAnswer(Mood mood) {
    cloud.moodAfterSignIn(mood);
    Findings findings = probeWithin(mood, Result.OK);
    assertThat(findings.permissions()).extracting(Check::result).containsOnly(Result.INCONCLUSIVE);
  }

  /// No answer is what such a cloud gives, however long one waits, and however much one takes.
  /// Signing in may take its time on a busy machine, so the limit grows until that succeeds.
  private Findings probeWithin(Mood mood, Result signedIn) {
    limit = mood == Mood.SILENT || mood == Mood.DRIPPING ? SHORT : AMPLE;
    Findings findings = probe(cloud.good());
    while (Result.worst(findings.credentials()) != signedIn && limit.compareTo(AMPLE) < 0) {
      limit = limit.multipliedBy(2);
      findings = probe(cloud.good());
    }
    assertThat(Result.worst(findings.credentials())).isEqualTo(signedIn);
    assertThat(cloud.ledAstray()).isFalse();
    assertThat(cloud.given()).isLessThan(MOST_TAKEN);
    return findings;
  }
}

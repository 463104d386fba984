package io.bowline.runner.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.proto.codec.CloudWitness;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OwnCloudTest {
  private static final CloudWitness WORD = new CloudWitness.GoogleToken("a.b.c");

  @Test
  void onlyTheCloudThatTheBootstrapFileNamesIsAsked() {
    var cloud = new OwnCloud(new Voice(() -> WORD), Duration.ofSeconds(20));
    assertThat(cloud.word("gcp", "europe-west4", "abc")).isEqualTo(WORD);
    assertThat(cloud.word("azure", "westeurope", "abc")).isEqualTo(WORD);
    assertThat(cloud.word("", "europe-west4", "abc")).isEqualTo(new CloudWitness.Nobody());
    assertThat(cloud.word("byok", "here", "abc")).isEqualTo(new CloudWitness.Nobody());
  }

  @Test
  void aCloudThatFailsOrDoesNotAnswerIsNoWitnessAndHoldsNobodyUp() {
    var failing =
        new OwnCloud(
            new Voice(() -> {
              throw new IOException("no\nroute");
            }),
            Duration.ofSeconds(20));
    assertThat(failing.word("aws", "eu-west-1", "abc")).isEqualTo(new CloudWitness.Nobody());
    var never = new CountDownLatch(1);
    var silent =
        new OwnCloud(
            new Voice(() -> {
              never.await();
              return WORD;
            }),
            Duration.ofMillis(50));
    assertThat(silent.word("aws", "eu-west-1", "abc")).isEqualTo(new CloudWitness.Nobody());
  }

  @Test
  void whatItSaysIsNotPrinted() {
    assertThat(new CloudWitness.AwsQuestion("sig", "date", "session").toString())
        .doesNotContain("sig")
        .doesNotContain("session");
    assertThat(WORD.toString()).doesNotContain("a.b.c");
    assertThat(new OwnCloud(Clock.systemUTC()).word("none", "", "")).isNotNull();
  }

  private record Voice(java.util.concurrent.Callable<CloudWitness> says)
      implements OwnCloud.Voices {
    @Override
    public CloudWitness aws(String region, String enrollment) throws Exception {
      return says.call();
    }

    @Override
    public CloudWitness google(String enrollment) throws Exception {
      return says.call();
    }

    @Override
    public CloudWitness azure() throws Exception {
      return says.call();
    }
  }
}

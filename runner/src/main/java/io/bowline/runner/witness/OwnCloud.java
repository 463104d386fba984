package io.bowline.runner.witness;

import io.bowline.driver.aws.CallerQuestion;
import io.bowline.driver.azure.ManagedIdentity;
import io.bowline.driver.gcp.MetadataIdentity;
import io.bowline.proto.codec.CloudWitness;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Has the cloud beside this runner vouch for it, where there is one: for one enrollment, and
/// within seconds. What a cloud does not say, is not said; whether that will do, the control plane
/// knows.
public final class OwnCloud {
  private static final Logger LOG = Logger.getLogger(OwnCloud.class);
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final Voices voices;
  private final Duration within;

  /// How clouds are asked.
  interface Voices {
    CloudWitness aws(String region, String enrollment) throws Exception;

    CloudWitness google(String enrollment) throws Exception;

    CloudWitness azure() throws Exception;
  }

  public OwnCloud(Clock clock) {
    this(new Real(clock), WITHIN);
  }

  OwnCloud(Voices voices, Duration within) {
    this.voices = voices;
    this.within = within;
  }

  private record Real(Clock clock) implements Voices {
    @Override
    public CloudWitness aws(String region, String enrollment) {
      CallerQuestion.Signed signed =
          new CallerQuestion(clock).signed(region, CloudWitness.AWS_HEADER, enrollment);
      return new CloudWitness.AwsQuestion(
          signed.authorization(), signed.date(), signed.sessionToken());
    }

    @Override
    public CloudWitness google(String enrollment) throws Exception {
      return new CloudWitness.GoogleToken(
          new MetadataIdentity().token(CloudWitness.GOOGLE_AUDIENCE + enrollment));
    }

    @Override
    public CloudWitness azure() throws Exception {
      return new CloudWitness.AzureToken(
          ManagedIdentity.here(System.getenv()).token(CloudWitness.AZURE_AUDIENCE));
    }
  }

  /// What the cloud says.
  ///
  /// @param cloud as the bootstrap file names it; nobody is asked in another
  /// @param enrollment what its word is bound to
  public CloudWitness word(String cloud, String region, String enrollment) {
    return switch (cloud) {
      case "aws" -> within(cloud, () -> voices.aws(region, enrollment));
      case "gcp" -> within(cloud, () -> voices.google(enrollment));
      case "azure" -> within(cloud, voices::azure);
      default -> new CloudWitness.Nobody();
    };
  }

  private CloudWitness within(String cloud, Callable<CloudWitness> ask) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      return threads.submit(ask).get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return nobody(cloud, String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      return nobody(cloud, "no answer within " + within.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CloudWitness.Nobody();
    } finally {
      // whoever did not end was interrupted; nobody waits for one that does not listen
      threads.shutdownNow();
    }
  }

  /// @param why for the log alone, in a line
  private static CloudWitness nobody(String cloud, String why) {
    String line = why.replaceAll("\\s+", " ");
    LOG.warnf(
        "link: %s does not vouch for this runner, which enrolls without: %s",
        cloud, line.substring(0, Math.min(300, line.length())));
    return new CloudWitness.Nobody();
  }
}

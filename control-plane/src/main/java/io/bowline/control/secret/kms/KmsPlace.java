package io.bowline.control.secret.kms;

import io.bowline.control.platform.StartupFailure;
import io.bowline.control.secret.SecretSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/// Where a key of KMS is.
///
/// @param endpoint where it is not the region's own
record KmsPlace(String key, String region, Optional<URI> endpoint) {
  private static final int ARN_PARTS = 6;
  private static final int ARN_REGION = 3;
  private static final int TRIES = 3;
  private static final Duration FIRST_REST = Duration.ofMillis(100);

  static KmsPlace of(SecretSettings settings, String key) {
    String region =
        regionOf(key)
            .or(settings::kmsRegion)
            .orElseThrow(() ->
                new StartupFailure(
                    "The region of the key %s of AWS KMS is not known: name the key by its ARN, or"
                            .formatted(key)
                        + " set bowline.secret.kms-region."));
    return new KmsPlace(key, region, settings.kmsEndpoint());
  }

  private static Optional<String> regionOf(String key) {
    String[] parts = key.split(":", ARN_PARTS);
    return parts.length == ARN_PARTS && parts[0].equals("arn")
        ? Optional.of(parts[ARN_REGION])
        : Optional.empty();
  }

  /// A client that gives up in time: a request waits for it, and a transaction with it. Between its
  /// tries it rests no longer than leaves time for the last, so that what KMS said is what is told.
  KmsClient client(Duration timeout) {
    Duration once = timeout.dividedBy(2);
    KmsClientBuilder client =
        KmsClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(once).socketTimeout(once))
            .overrideConfiguration(limits ->
                limits
                    .apiCallTimeout(timeout)
                    .apiCallAttemptTimeout(once)
                    .retryStrategy(tries(timeout)))
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .region(Region.of(region));
    endpoint.ifPresent(client::endpointOverride);
    return client.build();
  }

  private static RetryStrategy tries(Duration timeout) {
    BackoffStrategy rest =
        BackoffStrategy.exponentialDelay(FIRST_REST, timeout.dividedBy(TRIES + 1));
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(TRIES)
        .backoffStrategy(rest)
        .throttlingBackoffStrategy(rest)
        .build();
  }

  KmsWords words(Duration timeout) {
    return new KmsWords(key, endpoint.map(URI::toString).orElse(region), timeout);
  }
}

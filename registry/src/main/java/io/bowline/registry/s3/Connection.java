package io.bowline.registry.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Builds what speaks with the store.
final class Connection {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private Connection() {}

  static Bucket to(BucketSettings settings) {
    AwsCredentialsProvider credentials =
        settings.credentials().map(Connection::file).orElseGet(Connection::chain);
    S3Configuration service =
        S3Configuration.builder().pathStyleAccessEnabled(settings.pathStyle()).build();
    var client =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            .credentialsProvider(credentials)
            .region(Region.of(settings.region()))
            .serviceConfiguration(service)
            // not every store knows the newer checksums; parts carry an MD5
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    settings.endpoint().ifPresent(client::endpointOverride);
    return new Bucket(
        client.build(),
        settings.redirects().map(redirects -> presigner(settings, redirects, credentials, service)),
        settings);
  }

  private static S3Presigner presigner(
      BucketSettings settings,
      BucketSettings.Redirects redirects,
      AwsCredentialsProvider credentials,
      S3Configuration service) {
    var presigner =
        S3Presigner.builder()
            .credentialsProvider(credentials)
            .region(Region.of(settings.region()))
            .serviceConfiguration(service);
    Optional<URI> endpoint = redirects.endpoint().or(settings::endpoint);
    endpoint.ifPresent(presigner::endpointOverride);
    return presigner.build();
  }

  private static AwsCredentialsProvider chain() {
    return DefaultCredentialsProvider.builder().build();
  }

  /// Read again when it changes.
  private static AwsCredentialsProvider file(Path path) {
    return ProfileCredentialsProvider.builder()
        .profileFile(ProfileFileSupplier.reloadWhenModified(path, ProfileFile.Type.CREDENTIALS))
        .build();
  }
}

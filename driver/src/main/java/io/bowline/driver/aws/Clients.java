package io.bowline.driver.aws;

import io.bowline.cloud.Configuration;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/// AWS's own clients for one set of credentials. Nothing of this machine's own settings for AWS
/// counts: neither its profiles nor its credentials.
final class Clients implements AutoCloseable {
  private static final Region ANYWHERE = Region.US_EAST_1;
  private static final int ATTEMPTS = 2;

  private final StsClient sts;
  private final IamClient iam;
  private final Ec2Client ec2;

  Clients(AwsPlace place, Configuration configuration) {
    var key =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                configuration.require("aws_access_key"),
                configuration.require("aws_access_secret")));
    sts = built(StsClient.builder(), place, key);
    iam = built(IamClient.builder(), place, key);
    ec2 = built(Ec2Client.builder(), place, key);
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C built(
      B builder, AwsPlace place, StaticCredentialsProvider key) {
    Duration attempt = place.limit().dividedBy(ATTEMPTS);
    place.endpoint().ifPresent(builder::endpointOverride);
    return builder
        .region(ANYWHERE)
        .credentialsProvider(key)
        .httpClient(
            new BoundedAnswers(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(attempt)
                    .socketTimeout(attempt)
                    .build()))
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallTimeout(place.limit())
                .apiCallAttemptTimeout(attempt)
                .retryStrategy(retry -> retry.maxAttempts(ATTEMPTS))
                .defaultProfileFile(ProfileFile.aggregator().build())
                .build())
        .build();
  }

  StsClient sts() {
    return sts;
  }

  IamClient iam() {
    return iam;
  }

  Ec2Client ec2() {
    return ec2;
  }

  @Override
  public void close() {
    sts.close();
    iam.close();
    ec2.close();
  }
}

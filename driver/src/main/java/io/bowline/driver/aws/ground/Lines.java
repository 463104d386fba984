package io.bowline.driver.aws.ground;

import io.bowline.driver.aws.AwsPlace;
import io.bowline.driver.aws.BoundedAnswers;
import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;

/// AWS's own clients for one region.
record Lines(
    StsClient sts,
    IamClient iam,
    Ec2Client ec2,
    EksClient eks,
    EcrClient ecr,
    S3Client s3,
    ServiceQuotasClient quotas,
    Rest rest)
    implements AutoCloseable {
  private static final int ATTEMPTS = 2;

  static Lines to(AwsPlace place, SignedInAs who, String region) {
    return new Lines(
        built(StsClient.builder(), place, who, region),
        built(IamClient.builder(), place, who, region),
        built(Ec2Client.builder(), place, who, region),
        built(EksClient.builder(), place, who, region),
        built(EcrClient.builder(), place, who, region),
        built(S3Client.builder().forcePathStyle(place.endpoint().isPresent()), place, who, region),
        built(ServiceQuotasClient.builder(), place, who, region),
        new Rest(
            built(KmsClient.builder(), place, who, region),
            built(CloudWatchLogsClient.builder(), place, who, region),
            built(LambdaClient.builder(), place, who, region),
            built(ElasticLoadBalancingV2Client.builder(), place, who, region),
            built(ElasticLoadBalancingClient.builder(), place, who, region)));
  }

  /// Services that are asked only for what an install has left.
  record Rest(
      KmsClient kms,
      CloudWatchLogsClient logs,
      LambdaClient functions,
      ElasticLoadBalancingV2Client balancers,
      ElasticLoadBalancingClient classic)
      implements AutoCloseable {
    @Override
    public void close() {
      kms.close();
      logs.close();
      functions.close();
      balancers.close();
      classic.close();
    }
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C built(
      B builder, AwsPlace place, SignedInAs who, String region) {
    Duration attempt = place.limit().dividedBy(ATTEMPTS);
    place.endpoint().ifPresent(builder::endpointOverride);
    return builder
        .region(Region.of(region))
        .credentialsProvider(who.provider())
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
                .build())
        .build();
  }

  /// What a list is narrowed down to.
  static Filter where(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  @Override
  public void close() {
    sts.close();
    iam.close();
    ec2.close();
    eks.close();
    ecr.close();
    s3.close();
    quotas.close();
    rest.close();
  }
}

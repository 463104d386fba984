package io.bowline.driver.aws;

import io.bowline.cloud.Configuration;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.model.probe.Check;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;

/// One region of the account of a fleet provider, where a fleet is made.
public final class AwsHome implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final Pattern ARN =
      Pattern.compile("arn:(aws[a-z-]*):iam::([0-9]{12}):user/[\\w+=,.@/-]{1,600}");
  private static final Pattern SESSION =
      Pattern.compile(
          "arn:(aws[a-z-]*):sts::([0-9]{12}):assumed-role/([\\w+=,.@-]{1,64})/[\\w+=,.@-]{2,64}");

  private final StsClient sts;
  private final S3Client s3;
  private final Ec2Client ec2;
  private final ServiceQuotasClient quotas;
  private final String region;

  /// @param region as the form of a fleet takes it
  public AwsHome(AwsPlace place, Configuration provider, String region) {
    this.region = region;
    var key = StaticCredentialsProvider.create(key(provider));
    var sts = StsClient.builder().region(Region.of(region)).credentialsProvider(key);
    var s3 = S3Client.builder().region(Region.of(region)).credentialsProvider(key);
    var ec2 = Ec2Client.builder().region(Region.of(region)).credentialsProvider(key);
    var quotas = ServiceQuotasClient.builder().region(Region.of(region)).credentialsProvider(key);
    place
        .endpoint()
        .ifPresent(endpoint -> {
          sts.endpointOverride(endpoint);
          ec2.endpointOverride(endpoint);
          quotas.endpointOverride(endpoint);
          s3.endpointOverride(endpoint).forcePathStyle(true);
        });
    this.sts =
        sts.httpClient(carrier(place.limit())).overrideConfiguration(terms(place.limit())).build();
    this.ec2 =
        ec2.httpClient(carrier(place.limit())).overrideConfiguration(terms(place.limit())).build();
    this.quotas =
        quotas
            .httpClient(carrier(place.limit()))
            .overrideConfiguration(terms(place.limit()))
            .build();
    this.s3 =
        s3.httpClient(carrier(place.limit()))
            .overrideConfiguration(terms(place.limit()))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .build();
  }

  private static AwsCredentials key(Configuration provider) {
    String id = provider.require("aws_access_key");
    String secret = provider.require("aws_access_secret");
    return provider
        .find(LentRole.TOKEN)
        .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
        .orElseGet(() -> AwsBasicCredentials.create(id, secret));
  }

  private static BoundedAnswers carrier(Duration limit) {
    return new BoundedAnswers(
        UrlConnectionHttpClient.builder().connectionTimeout(limit).socketTimeout(limit).build());
  }

  private static ClientOverrideConfiguration terms(Duration limit) {
    return ClientOverrideConfiguration.builder()
        .apiCallTimeout(limit.multipliedBy(ATTEMPTS))
        .apiCallAttemptTimeout(limit)
        .retryStrategy(retry -> retry.maxAttempts(ATTEMPTS))
        .defaultProfileFile(ProfileFile.aggregator().build())
        .build();
  }

  /// Whose credentials these are.
  ///
  /// @param partition of AWS: `aws`, or that of China or of a government
  /// @param account its 12 digits
  /// @param arn of the user itself; of the role, where one was taken
  public record Owner(String partition, String account, String arn) {}

  /// Asks AWS whose credentials these are.
  ///
  /// @throws CloudRefusal when they are nobody's, or nothing can be told
  public Owner owner() {
    try {
      String arn = String.valueOf(sts.getCallerIdentity().arn());
      Matcher known = ARN.matcher(arn);
      if (known.matches()) {
        return new Owner(known.group(1), known.group(2), known.group());
      }
      Matcher taken = SESSION.matcher(arn);
      if (taken.matches()) {
        return new Owner(
            taken.group(1),
            taken.group(2),
            "arn:%s:iam::%s:role/%s".formatted(taken.group(1), taken.group(2), taken.group(3)));
      }
    } catch (SdkException e) {
      throw switch (AwsWords.kind(e)) {
        case UNKNOWN_KEY, WRONG_SECRET ->
            new CloudRefusal(
                "credentials-refused",
                "AWS does not take the credentials of the fleet provider any more. Change them, and"
                    + " validate it.",
                false);
        case DENIED, WOULD_SUCCEED, NOTHING_KNOWN ->
            new CloudRefusal("cloud-silent", AwsWords.unknown(e), true);
      };
    }
    throw new CloudRefusal(
        "credentials-refused",
        "These are not the credentials of an IAM user. Create an access key for one.",
        false);
  }

  /// The bucket in which the record of a fleet is kept; it need not be there yet.
  ///
  /// @param owner the account that has to own it: names of buckets are everybody's
  public StateBucket bucket(String name, Owner owner) {
    return new StateBucket(s3, region, name, owner.account());
  }

  /// Whether the region's quotas leave room for one more fleet. What cannot be told is
  /// inconclusive, and no reason to make none.
  public List<Check> quotas() {
    return new Quotas(quotas, ec2).look();
  }

  @Override
  public void close() {
    sts.close();
    ec2.close();
    quotas.close();
    s3.close();
  }
}

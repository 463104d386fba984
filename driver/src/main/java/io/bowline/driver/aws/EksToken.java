package io.bowline.driver.aws;

import io.bowline.cloud.Configuration;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/// Makes the bearer tokens that clusters of EKS take: the address of a question to STS, signed,
/// which the cluster asks in turn to learn who signed it. AWS names the form `k8s-aws-v1`; such a
/// token is taken for a quarter of an hour, whatever its address says.
public final class EksToken {
  /// How long a cluster takes one.
  public static final Duration LIFE = Duration.ofMinutes(15);

  private static final Duration SIGNED_FOR = Duration.ofSeconds(60);
  private static final String PREFIX = "k8s-aws-v1.";

  private final Clock clock;

  public EksToken(Clock clock) {
    this.clock = clock;
  }

  /// A token for one cluster. Nobody is asked anything.
  ///
  /// @param provider whose credentials sign it
  /// @param cluster its name; the token opens no other
  public String of(Configuration provider, String region, String cluster) {
    var identity =
        AwsBasicCredentials.create(
            provider.require("aws_access_key"), provider.require("aws_access_secret"));
    SdkHttpRequest question =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(sts(region))
            .putRawQueryParameter("Action", "GetCallerIdentity")
            .putRawQueryParameter("Version", "2011-06-15")
            .putHeader("x-k8s-aws-id", cluster)
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(terms ->
                terms
                    .identity(identity)
                    .request(question)
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(
                        AwsV4FamilyHttpSigner.AUTH_LOCATION,
                        AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, SIGNED_FOR)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock))
            .request();
    return PREFIX
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(signed.getUri().toString().getBytes(StandardCharsets.UTF_8));
  }

  /// The region's own STS, in whichever partition: clusters ask no other.
  private static URI sts(String region) {
    URI host = StsClient.serviceMetadata().endpointFor(Region.of(region));
    return URI.create("https://" + host + "/");
  }
}

package io.bowline.driver.aws;

import java.net.URI;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/// Signs the question "who am I" to STS with what this process has from AWS (a service account's
/// role, a pod's, a machine's), so that somebody else can ask it and learn the account. It opens
/// nothing, and AWS takes it for a quarter of an hour.
public final class CallerQuestion {
  private final AwsCredentialsProvider own;
  private final Clock clock;

  public CallerQuestion(Clock clock) {
    this(OwnIdentity.provider(), clock);
  }

  CallerQuestion(AwsCredentialsProvider own, Clock clock) {
    this.own = own;
    this.clock = clock;
  }

  /// What has to be said to STS beside the question itself.
  ///
  /// @param sessionToken empty when the credentials do not end
  public record Signed(String authorization, String date, String sessionToken) {
    /// Without what is signed.
    @Override
    public String toString() {
      return "Signed[date=" + date + "]";
    }
  }

  /// Signs it for a region's STS, with one more header.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException when AWS gives this process nothing
  public Signed signed(String region, String header, String value) {
    AwsCredentials identity = own.resolveCredentials();
    URI sts = URI.create("https://" + StsClient.serviceMetadata().endpointFor(Region.of(region)));
    SdkHttpRequest question =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(sts)
            .encodedPath("/")
            .putRawQueryParameter("Action", "GetCallerIdentity")
            .putRawQueryParameter("Version", "2011-06-15")
            .putHeader(header, value)
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(terms ->
                terms
                    .identity(identity)
                    .request(question)
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock))
            .request();
    return new Signed(
        signed.firstMatchingHeader("Authorization").orElseThrow(),
        signed.firstMatchingHeader("X-Amz-Date").orElseThrow(),
        identity instanceof AwsSessionCredentials session ? session.sessionToken() : "");
  }
}

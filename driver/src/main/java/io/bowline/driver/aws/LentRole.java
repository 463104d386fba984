package io.bowline.driver.aws;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.grant.LentRoleGrant;
import io.bowline.driver.state.CloudRefusal;
import io.bowline.model.place.Cloud;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/// A role in a customer's account that is lent to this process for an hour: taken by what this
/// process itself is in AWS, with the external id of the install that it is lent for.
public final class LentRole {
  /// The third part of keys that end.
  public static final String TOKEN = "aws_session_token";

  /// The longest that AWS lends to who has taken a role itself.
  private static final Duration SESSION = Duration.ofHours(1);

  private final AwsPlace place;
  private final AwsCredentialsProvider own;

  public LentRole(AwsPlace place) {
    this(place, OwnIdentity.provider());
  }

  LentRole(AwsPlace place, AwsCredentialsProvider own) {
    this.place = place;
    this.own = own;
  }

  /// Takes the role: keys that end by themselves within the hour.
  ///
  /// @param install whose base layer is made; the customer's log of calls has it
  /// @throws CloudRefusal when AWS does not give the role, or nothing can be told
  public Configuration taken(LentRoleGrant lent, String region, String install) {
    var sts =
        StsClient.builder()
            .region(Region.of(region))
            .credentialsProvider(own)
            .httpClient(
                new BoundedAnswers(
                    UrlConnectionHttpClient.builder()
                        .connectionTimeout(place.limit())
                        .socketTimeout(place.limit())
                        .build()))
            .overrideConfiguration(terms ->
                terms
                    .apiCallTimeout(place.limit().multipliedBy(2))
                    .defaultProfileFile(ProfileFile.aggregator().build()));
    place.endpoint().ifPresent(sts::endpointOverride);
    try (StsClient client = sts.build()) {
      Credentials keys =
          client
              .assumeRole(ask ->
                  ask.roleArn(lent.role())
                      .externalId(lent.externalId())
                      .roleSessionName("bowline-" + install)
                      .durationSeconds(Math.toIntExact(SESSION.toSeconds())))
              .credentials();
      return new Configuration(
          Cloud.AWS,
          Map.of(
              "aws_access_key",
              keys.accessKeyId(),
              "aws_access_secret",
              keys.secretAccessKey(),
              TOKEN,
              keys.sessionToken()));
    } catch (SdkException e) {
      throw refusal(e, lent.role());
    }
  }

  private static CloudRefusal refusal(SdkException e, String role) {
    return switch (AwsWords.kind(e)) {
      case DENIED ->
          new CloudRefusal(
              "role-refused",
              "AWS does not give the role %s to the vendor's runner: there is no such role, or its trust does not name the runner and the install's external id as `bowline install policy --document trust --vendor` prints them, or its day is over."
                  .formatted(role),
              false);
      case UNKNOWN_KEY, WRONG_SECRET -> nobody();
      case WOULD_SUCCEED, NOTHING_KNOWN ->
          e instanceof SdkClientException && String.valueOf(e.getMessage()).contains("credentials")
              ? nobody()
              : new CloudRefusal("cloud-silent", AwsWords.unknown(e), true);
    };
  }

  private static CloudRefusal nobody() {
    return new CloudRefusal(
        "runner-nobody",
        "The hosted runner has no identity of its own in AWS, so that nobody can lend it a role. The vendor gives it one.",
        false);
  }
}

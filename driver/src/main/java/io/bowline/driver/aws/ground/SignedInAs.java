package io.bowline.driver.aws.ground;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// What whoever asks is signed in with, found where AWS's own tools find it. It is used here and
/// goes to AWS alone.
public final class SignedInAs {
  private final AwsCredentialsProvider provider;

  private SignedInAs(AwsCredentialsProvider provider) {
    this.provider = provider;
  }

  /// Variables of the environment first, then the profile, then what the machine or pod is given.
  ///
  /// @param environment of the process, or what stands for it in a test
  /// @param profile of `~/.aws/config`; empty for the usual one
  public static SignedInAs found(Map<String, String> environment, Optional<String> profile) {
    String key = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
    if (profile.isEmpty() && !key.isEmpty() && !secret.isEmpty()) {
      String session = environment.getOrDefault("AWS_SESSION_TOKEN", "");
      return new SignedInAs(
          StaticCredentialsProvider.create(
              session.isEmpty()
                  ? AwsBasicCredentials.create(key, secret)
                  : AwsSessionCredentials.create(key, secret, session)));
    }
    var usual = DefaultCredentialsProvider.builder();
    profile
        .or(() -> Optional.ofNullable(environment.get("AWS_PROFILE")))
        .ifPresent(usual::profileName);
    return new SignedInAs(usual.build());
  }

  AwsCredentialsProvider provider() {
    return provider;
  }

  /// Nothing of the credentials.
  @Override
  public String toString() {
    return "SignedInAs[]";
  }
}

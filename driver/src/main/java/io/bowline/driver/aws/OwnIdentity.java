package io.bowline.driver.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/// What this process itself has from AWS: a service account's role, a pod's, a machine's. Nothing
/// is read out of a person's files.
final class OwnIdentity {
  private OwnIdentity() {}

  static AwsCredentialsProvider provider() {
    return AwsCredentialsProviderChain.of(
        EnvironmentVariableCredentialsProvider.create(),
        WebIdentityTokenFileCredentialsProvider.create(),
        ContainerCredentialsProvider.create(),
        machine());
  }

  /// A machine's, by the second version of its metadata service only: the first is open to requests
  /// that somebody has this process forward.
  private static AwsCredentialsProvider machine() {
    var terms =
        ProfileFile.builder()
            .type(ProfileFile.Type.CONFIGURATION)
            .content("[default]\nec2_metadata_v1_disabled = true\n")
            .build();
    return InstanceProfileCredentialsProvider.builder()
        .profileFile(() -> terms)
        .profileName("default")
        .build();
  }
}

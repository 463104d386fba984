package io.bowline.proto.codec;

/// What a runner's cloud says about where the runner is, made for one enrollment: good for nothing
/// else, and for minutes.
public sealed interface CloudWitness {
  /// The header, signed in AWS' question, that holds what the enrollment is.
  String AWS_HEADER = "x-bowline-enrollment";

  /// What a token of GCP is for begins with this, and ends with what the enrollment is.
  String GOOGLE_AUDIENCE = "bowline-enrollment:";

  /// The runner has nothing of the kind.
  record Nobody() implements CloudWitness {}

  /// A signed GET of STS' GetCallerIdentity, to be asked in the runner's place.
  ///
  /// @param authorization of Signature Version 4
  /// @param date as in the header `x-amz-date`
  /// @param sessionToken empty for credentials that do not end
  record AwsQuestion(String authorization, String date, String sessionToken)
      implements CloudWitness {
    /// Without what is signed.
    @Override
    public String toString() {
      return "AwsQuestion[date=" + date + "]";
    }
  }

  /// An identity token of GCP's metadata server.
  record GoogleToken(String text) implements CloudWitness {
    /// Without the token.
    @Override
    public String toString() {
      return "GoogleToken[]";
    }
  }
}

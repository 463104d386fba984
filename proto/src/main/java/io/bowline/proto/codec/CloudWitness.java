package io.bowline.proto.codec;

/// What a runner's cloud says about where the runner is, made for one enrollment: good for nothing
/// else, and for minutes.
public sealed interface CloudWitness {
  /// The header, signed in AWS' question, that holds what the enrollment is.
  String AWS_HEADER = "x-bowline-enrollment";

  /// What a token of GCP is for begins with this, and ends with what the enrollment is.
  String GOOGLE_AUDIENCE = "bowline-enrollment:";

  /// Whom a token of Entra ID is for: its own service for exchanging tokens. With one, nobody reads
  /// or changes anything in a subscription.
  String AZURE_AUDIENCE = "api://AzureADTokenExchange";

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

  /// A token of Entra ID about the runner's managed identity. It is bound to an audience, and to no
  /// enrollment: Entra ID signs nothing that a caller brings.
  record AzureToken(String text) implements CloudWitness {
    /// Without the token.
    @Override
    public String toString() {
      return "AzureToken[]";
    }
  }
}

package io.bowline.sso;

/// What clouds say about where somebody is.
public interface Clouds {
  /// A question to AWS that somebody signed.
  ///
  /// @param region whose STS is asked
  /// @param authorization its signature
  /// @param date when, as in its header
  /// @param sessionToken empty when the credentials do not end
  record Question(String region, String authorization, String date, String sessionToken) {
    /// Without what is signed.
    @Override
    public String toString() {
      return "Question[region=" + region + "]";
    }
  }

  /// Asks AWS who signed a question.
  ///
  /// @param header that has to be among what is signed
  /// @param value of that header
  Whereabouts aws(Question question, String header, String value);

  /// Reads what Google says about a machine.
  ///
  /// @param audience whom it has to be said to
  Whereabouts google(String token, String audience);

  /// Reads what Entra ID says about a managed identity: the subscription that it lies in.
  ///
  /// @param audience whom it has to be said to
  Whereabouts azure(String token, String audience);
}

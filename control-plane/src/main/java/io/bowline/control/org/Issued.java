package io.bowline.control.org;

import io.bowline.control.secret.Secret;

/// What came of a wish for a token or an organization.
public sealed interface Issued {
  /// Here it is; the text is shown this once.
  record Granted(Token token, Secret text) implements Issued {}

  /// Not like this.
  record Refused(String field, String reason) implements Issued {}
}

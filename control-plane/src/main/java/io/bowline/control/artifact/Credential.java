package io.bowline.control.artifact;

import io.bowline.control.secret.Secret;
import io.bowline.model.identity.Identity;

/// What a visitor proves themselves with; checked anew at each use, and with a pass every few
/// seconds, so that what is revoked ends then.
public sealed interface Credential {
  /// An API token.
  record ApiToken(Secret text) implements Credential {}

  /// A client certificate that TLS has verified.
  record Certificate(Identity identity) implements Credential {}
}

package io.bowline.control.account;

import io.bowline.control.secret.Secret;
import io.bowline.model.id.TokenId;
import java.time.Instant;

/// A link that sets a password anew; its text is shown this once.
public record IssuedReset(TokenId id, Secret text, Instant expiresAt) {}

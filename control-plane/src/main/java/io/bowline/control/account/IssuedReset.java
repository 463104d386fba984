package io.bowline.control.account;

import io.bowline.control.secret.Secret;
import io.bowline.model.id.TokenId;
import java.time.Instant;

/// A link that sets a password anew; its text is shown this once.
///
/// @param usableAt from when on it is good
public record IssuedReset(TokenId id, Secret text, Instant usableAt, Instant expiresAt) {}

package io.bowline.control.org;

import io.bowline.model.id.TokenId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What is known of a token; its text is not.
public record Token(
    TokenId id,
    String name,
    Set<Scope> scopes,
    String createdBy,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt) {}

package io.bowline.control.member;

import io.bowline.control.org.Role;
import io.bowline.model.id.TokenId;
import java.time.Instant;

/// An invitation that is open; its text is known to whom it was given.
///
/// @param invitedBy as the audit names them
public record Invitation(
    TokenId id, String email, Role role, String invitedBy, Instant createdAt, Instant expiresAt) {}

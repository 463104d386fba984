package io.bowline.control.sso;

import io.bowline.control.org.Role;
import io.bowline.model.id.TokenId;
import java.time.Instant;

/// A group at the provider by a name of ours, with a role.
///
/// @param group as the provider writes it
/// @param members how many have signed in as of it
/// @param createdBy as the audit names them
public record Team(
    TokenId id,
    String name,
    String group,
    Role role,
    int members,
    String createdBy,
    Instant createdAt) {}

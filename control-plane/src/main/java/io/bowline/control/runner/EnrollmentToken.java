package io.bowline.control.runner;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.id.TokenId;
import java.time.Instant;
import java.util.Optional;

/// A token as it is kept: without its text, of which there is only a hash.
///
/// @param cloudAccount where alone it may be used; empty when it is not bound to one
/// @param usedBy the runner that enrolled with it
/// @param voidBecause why it admits nobody any more, before its time
public record EnrollmentToken(
    OrgId org,
    TokenId id,
    InstallId install,
    String cloudAccount,
    String region,
    String createdBy,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> usedAt,
    Optional<RunnerId> usedBy,
    Optional<String> voidBecause) {}

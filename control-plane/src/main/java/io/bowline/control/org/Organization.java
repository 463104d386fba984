package io.bowline.control.org;

import io.bowline.model.id.OrgId;
import java.time.Instant;

/// A tenant.
///
/// @param name what people call it; unique
public record Organization(OrgId id, String name, Instant createdAt) {}

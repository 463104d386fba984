package io.bowline.control.review;

import java.time.Instant;
import java.util.Optional;

/// What one subject may do in the organization.
///
/// @param subject as the audit names it
/// @param name as people know it
/// @param rights the role, the scopes of a token that is the organization's own, or how long staff
///   are let in and why
/// @param lastUsedAt to the minute; empty when it never was
public record Right(String subject, String name, String rights, Optional<Instant> lastUsedAt) {}

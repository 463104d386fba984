package io.bowline.control.member;

import io.bowline.control.org.Role;
import java.time.Duration;

/// A wish to have somebody in the organization.
///
/// @param life how long the invitation is open
public record NewInvitation(String email, Role role, Duration life) {}

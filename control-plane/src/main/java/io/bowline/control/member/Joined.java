package io.bowline.control.member;

import io.bowline.control.org.Token;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.OrgId;

/// Somebody who has accepted an invitation.
///
/// @param text of the token with which they come in, shown this once
public record Joined(OrgId org, Member member, Token token, Secret text) {}

package io.bowline.control.member;

import io.bowline.control.secret.Secret;

/// What came of an invitation.
public sealed interface Invited {
  /// Here it is; the text is shown this once.
  record Sent(Invitation invitation, Secret text) implements Invited {}

  /// Not like this.
  record Refused(String field, String reason) implements Invited {}

  /// Whoever invites may not.
  record NotAllowed(String why) implements Invited {}

  /// As things are, there is nothing to invite to.
  record Conflict(String why) implements Invited {}
}

package io.bowline.control.edge.http.member;

import io.bowline.control.member.Member;
import java.time.Instant;

/// A member as the API shows them.
public record MemberView(
    String id, String email, String name, String role, Instant joinedAt, String invitedBy) {
  static MemberView of(Member member) {
    return new MemberView(
        member.id().toString(),
        member.email(),
        member.name(),
        member.role().text(),
        member.joinedAt(),
        member.invitedBy());
  }
}

package io.bowline.control.member;

import io.bowline.control.org.Access;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.util.Optional;
import java.util.stream.Stream;

/// How far somebody's word goes about members, judged by what they are at that moment and not by
/// what they were when their request came in: to be asked while all others wait.
final class Reach {
  private final MemberStore store;

  Reach(MemberStore store) {
    this.store = store;
  }

  /// Why somebody may not give or take this role; empty when they may.
  Optional<String> refusal(Tx tx, OrgId org, Principal by, Role role) {
    Optional<Role> own = own(tx, org, by);
    if (own.filter(Reach::mayInvite).isEmpty()) {
      return Optional.of("You are no admin of this organization any more.");
    }
    return own.get().covers(role)
        ? Optional.empty()
        : Optional.of("Only an owner makes, changes or removes an owner.");
  }

  private Optional<Role> own(Tx tx, OrgId org, Principal by) {
    if (by instanceof Principal.Member member && member.holder().isPresent()) {
      return store.role(tx, org, member.holder().get().id());
    }
    return Optional.of(Access.reach(by));
  }

  /// To which roles somebody could not invite any more who has this one now.
  static Stream<Role> beyond(Optional<Role> role) {
    return Stream.of(Role.values())
        .filter(one -> role.filter(Reach::mayInvite).filter(own -> own.covers(one)).isEmpty());
  }

  private static boolean mayInvite(Role role) {
    return role.covers(Role.ADMIN);
  }
}

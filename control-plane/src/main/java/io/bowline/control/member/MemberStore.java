package io.bowline.control.member;

import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Optional;

/// Keeps members.
public interface MemberStore {
  /// Has whoever else would change who is in the organization wait until this transaction ends.
  void lock(Tx tx, OrgId org);

  void insert(Tx tx, OrgId org, Member member);

  /// One who was not removed.
  Optional<Member> find(Tx tx, OrgId org, MemberId id);

  Optional<Member> byEmail(Tx tx, OrgId org, String email);

  /// In order of their addresses.
  List<Member> list(Tx tx, OrgId org, String afterEmail, int limit);

  void assign(Tx tx, OrgId org, MemberId id, Role role);

  void remove(Tx tx, OrgId org, MemberId id);

  /// What somebody is now, person or service account; empty for one who was removed.
  Optional<Role> role(Tx tx, OrgId org, MemberId id);

  int count(Tx tx, OrgId org);

  boolean hasOwner(Tx tx, OrgId org);

  /// Whether there is an owner beside this one.
  boolean otherOwner(Tx tx, OrgId org, MemberId than);
}

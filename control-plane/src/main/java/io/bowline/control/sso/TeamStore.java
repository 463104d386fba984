package io.bowline.control.sso;

import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.util.List;
import java.util.Optional;

/// Keeps teams, and who was of them when they last signed in.
public interface TeamStore {
  /// A team to be kept.
  record New(TokenId id, String name, String group, Role role, String by) {}

  /// False when another team has the name.
  boolean insert(Tx tx, OrgId org, New team);

  /// In order of their names.
  List<Team> list(Tx tx, OrgId org);

  Optional<Team> find(Tx tx, OrgId org, String name);

  void map(Tx tx, OrgId org, TokenId id, String group, Role role);

  void delete(Tx tx, OrgId org, TokenId id);

  /// Has a member be of these teams, and of no other.
  void put(Tx tx, OrgId org, MemberId member, List<TokenId> teams);
}

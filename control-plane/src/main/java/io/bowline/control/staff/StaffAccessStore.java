package io.bowline.control.staff;

import io.bowline.control.org.Entry;
import io.bowline.control.platform.Glance;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Keeps staff's accesses, on the database's clock.
public interface StaffAccessStore {
  /// What the organization has said; empty where nobody has said anything.
  Optional<StaffPolicy> policy(Tx tx, OrgId org);

  void setPolicy(Tx tx, OrgId org, StaffPolicy policy, String by);

  /// Has other changes of the organization's accesses wait until the transaction ends.
  void lock(Tx tx, OrgId org);

  /// How somebody of staff may come in.
  ///
  /// @param unnoted whether it is by an access that was used, but not noted to be, for a minute
  record Door(Entry entry, boolean unnoted) {}

  /// How somebody of staff may come in at this moment.
  Door door(Glance glance, OrgId org, String staff);

  /// Notes that the accesses by which somebody may come in were used now.
  void used(Tx tx, OrgId org, String staff);

  /// A wish that nobody has decided about.
  record Wish(UUID id, String staff, String reason, int hours) {}

  void insert(Tx tx, OrgId org, Wish wish);

  /// One of the organization's.
  ///
  /// @param lapse after which a wish that nobody decided about is over
  Optional<StaffAccess> find(Tx tx, OrgId org, UUID id, Duration lapse);

  /// Newest first.
  List<StaffAccess> list(Tx tx, OrgId org, Optional<UUID> before, Duration lapse, int limit);

  /// Those that let in, or wait for a decision; newest first.
  List<StaffAccess> standing(Tx tx, OrgId org, Duration lapse);

  /// How many wait for a decision.
  int waiting(Tx tx, OrgId org, Duration lapse);

  /// Lets them in for as long as they asked, from now on.
  void grant(Tx tx, OrgId org, UUID id, String by);

  void refuse(Tx tx, OrgId org, UUID id, String by);

  void end(Tx tx, OrgId org, UUID id, String by);

  /// Ends or refuses whatever lets in, or could.
  ///
  /// @return how many
  int endAll(Tx tx, OrgId org, String by);
}

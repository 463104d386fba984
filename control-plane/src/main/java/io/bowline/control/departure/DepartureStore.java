package io.bowline.control.departure;

import io.bowline.control.audit.AuditChain;
import io.bowline.control.org.Organization;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps departures.
public interface DepartureStore {
  /// What keeps an organization here, in words: installs, fleets and runners; a few of them.
  List<String> remains(Tx tx, OrgId org);

  /// False when it was asked for already.
  boolean ask(Tx tx, Organization organization, String by, Duration grace);

  Optional<Departure> find(Tx tx, OrgId org);

  /// False when there is none that can be taken back.
  boolean takeBack(Tx tx, OrgId org);

  /// In order of names, after a name.
  List<Departure> list(Tx tx, String after, int limit);

  /// Those whose time has come and that have not ended.
  List<Departure> due(Tx tx, int limit);

  /// Those that ended since a moment, or are about to: their secrets are destroyed.
  List<Departure> shreddedSince(Tx tx, Instant moment);

  /// Locks a departure that is due and not begun; false when another replica has it.
  boolean lockDue(Tx tx, OrgId org);

  /// Destroys the organization's data key and puts down the end of its audit.
  void shred(Tx tx, OrgId org, AuditChain.Head audit);

  /// Takes away some rows of it in every table.
  ///
  /// @return how many; 0 when there are none, empty when another replica is at it
  Optional<Long> forget(Tx tx, OrgId org, int most);

  /// False when it had ended.
  boolean end(Tx tx, OrgId org);
}

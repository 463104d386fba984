package io.bowline.control.finding;

import io.bowline.control.platform.Tx;
import io.bowline.model.finding.Finding;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Where findings are kept.
public interface FindingStore {
  /// Of which install.
  record Key(OrgId org, InstallId install) {}

  /// A part of a list, oldest first.
  ///
  /// @param after the last one seen; empty from the beginning
  record Part(Wanted wanted, Optional<UUID> after, int limit) {}

  /// Notes that there was a report. Others about this install wait until the transaction ends.
  void told(Tx tx, Key key);

  void unlisted(Tx tx, Key key, long unlisted);

  Optional<LastCheck> last(Tx tx, Key key);

  List<KeptFinding> open(Tx tx, Key key);

  List<KeptFinding> list(Tx tx, Key key, Part part);

  /// How many are open of each install that has any.
  Map<InstallId, Integer> counts(Tx tx, OrgId org, Collection<InstallId> installs);

  void insert(Tx tx, Key key, Collection<KeptFinding> opened);

  void replace(Tx tx, Key key, UUID id, Finding now);

  void close(Tx tx, Key key, Collection<UUID> over);

  /// Forgets what was over long ago, and the oldest of too many.
  void trim(Tx tx, Key key, int keptDays, int most);
}

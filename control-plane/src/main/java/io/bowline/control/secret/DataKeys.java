package io.bowline.control.secret;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Keeps one sealed data key per organization.
public interface DataKeys {
  Optional<Sealed> find(Tx tx, OrgId org);

  /// The organization's key; the candidate is kept when it has none yet, whoever came first wins.
  Sealed keep(Tx tx, OrgId org, Sealed candidate);

  /// The organization's key, which stays the present one until the transaction ends.
  Optional<Sealed> hold(Tx tx, OrgId org);

  /// The key before the present one, as long as it is kept.
  Optional<Sealed> former(Tx tx, OrgId org);

  /// Puts another key in the place of the present one, which is kept for so long.
  void rotate(Tx tx, OrgId org, Sealed fresh, Duration formerKept);

  /// Seals the values of a column anew.
  ///
  /// @return how many
  int reseal(Tx tx, OrgId org, SealedColumn column, BiFunction<String, Sealed, Sealed> anew);

  /// How the key is.
  Optional<KeyStanding> standing(Tx tx, OrgId org);

  /// Asks for another one; false when somebody has, or there is none.
  boolean ask(Tx tx, OrgId org, String by);

  /// Organizations that are to get another key: somebody asked, or theirs is older than that.
  List<OrgId> due(Tx tx, Optional<Duration> older, int limit);

  /// Organizations whose former key is over.
  List<OrgId> withFormer(Tx tx, int limit);

  /// Destroys a former key that is over.
  void dropFormer(Tx tx, OrgId org);

  /// Organizations that have a key, in order, after one.
  List<OrgId> after(Tx tx, Optional<OrgId> last, int limit);

  /// The organization's key, locked until the transaction ends.
  Optional<Sealed> lock(Tx tx, OrgId org);

  /// Puts the same key, sealed anew, in its place.
  void replace(Tx tx, OrgId org, Sealed renewed);

  /// Puts the same former key, sealed anew, in its place.
  void replaceFormer(Tx tx, OrgId org, Sealed renewed);
}

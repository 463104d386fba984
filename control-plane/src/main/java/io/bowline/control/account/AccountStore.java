package io.bowline.control.account;

import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Keeps what people prove by who they are.
public interface AccountStore {
  /// Somebody who signs in.
  ///
  /// @param password as it is kept; empty when they have none
  record Person(OrgId org, MemberId id, Role role, Optional<String> password, boolean totp) {
    /// Nothing of what is secret.
    @Override
    public String toString() {
      return "Person[]";
    }
  }

  /// A second factor.
  ///
  /// @param confirmed whether it is on
  record Factor(Sealed secret, boolean confirmed) {}

  /// Somebody who signs in, from somewhere.
  ///
  /// @param familiar whether they have signed in from there before
  /// @param device the session of theirs that their program had before, if any
  record Comer(Person person, boolean familiar, Optional<TokenId> device) {}

  /// From where somebody signs in.
  ///
  /// @param session hash of the session that their program had before
  record Way(String source, Optional<byte[]> session) {}

  /// Somebody who was not removed, by their organization's name or id and their address: for the
  /// system.
  Optional<Comer> comer(Tx tx, String organization, String email, Way way);

  /// Somebody who was not removed.
  Optional<Person> person(Tx tx, OrgId org, MemberId id);

  /// Has whoever else would change what this person proves it by wait until the transaction ends.
  void lock(Tx tx, OrgId org, MemberId id);

  /// What anybody may know: the address, what the others call them, and the organization's name.
  List<String> names(Tx tx, OrgId org, MemberId id);

  void setPassword(Tx tx, OrgId org, MemberId id, String hash);

  void removePassword(Tx tx, OrgId org, MemberId id);

  Optional<Factor> factor(Tx tx, OrgId org, MemberId id);

  /// Keeps a second factor that is not on yet, in place of another such.
  void propose(Tx tx, OrgId org, MemberId id, Sealed secret);

  void confirm(Tx tx, OrgId org, MemberId id);

  /// Takes the code of a step, and none of it or of an earlier one again.
  ///
  /// @return false when one that late was taken already
  boolean take(Tx tx, OrgId org, MemberId id, long step);

  /// Takes the second factor away, and its recovery codes.
  ///
  /// @return false when there was none
  boolean removeFactor(Tx tx, OrgId org, MemberId id);

  /// Keeps recovery codes in place of all others.
  void setRecoveryCodes(Tx tx, OrgId org, MemberId id, List<byte[]> hashes);

  /// Takes a recovery code, once.
  boolean takeRecoveryCode(Tx tx, OrgId org, MemberId id, byte[] hash);

  /// How many are left.
  int recoveryCodes(Tx tx, OrgId org, MemberId id);

  /// A link that sets a password anew.
  ///
  /// @param by who made it, as the audit names them
  /// @param delay until it is good; zero once it is
  /// @param life for how long it is open yet, of which it waits
  record Reset(
      TokenId id,
      MemberId member,
      boolean secondFactor,
      String by,
      Duration delay,
      Duration life) {}

  /// Keeps a reset in place of those of the same member.
  void insert(Tx tx, OrgId org, Reset reset, byte[] hash);

  /// Whose organization an open reset is: for the system.
  Optional<OrgId> organization(Tx tx, byte[] hash);

  /// An open one. One that had to wait is over once an owner is there meanwhile.
  Optional<Reset> reset(Tx tx, OrgId org, byte[] hash);

  /// Ends what is open for a member.
  void endResets(Tx tx, OrgId org, MemberId id);
}

package io.bowline.control.runner;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.id.TokenId;
import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps tokens and runners.
public interface RunnerStore {
  /// The organization that a token belongs to, among all of them.
  Optional<OrgId> orgOfToken(Tx tx, String hash);

  /// The newest runner with this key, among all organizations.
  Optional<Place> byKey(Tx tx, String keyDigest);

  /// What the runner of a place is: the place says so, and nothing that was sent.
  Identity.Role roleAt(Tx tx, OrgId org, InstallId install);

  void insertToken(Tx tx, EnrollmentToken token, String hash);

  /// The token, locked until the transaction ends.
  Optional<EnrollmentToken> lockToken(Tx tx, OrgId org, String hash);

  void useToken(Tx tx, OrgId org, TokenId id, RunnerId by);

  /// This token admits nobody any more.
  void voidToken(Tx tx, OrgId org, TokenId id, String because);

  /// Neither does any other of an install that is out.
  void voidTokens(Tx tx, OrgId org, InstallId install, String because);

  /// Tokens of every organization that ended unused, and nobody was told.
  List<Over> tokensOver(Tx tx, int limit);

  /// Notes that it is told now; empty when somebody else does.
  Optional<EnrollmentToken> tellOver(Tx tx, Over over);

  /// Those of an install that admit somebody, newest first.
  List<EnrollmentToken> tokensOut(Tx tx, OrgId org, InstallId install);

  /// Newest first.
  List<EnrollmentToken> tokens(Tx tx, OrgId org, InstallId install, int limit);

  void insert(Tx tx, RunnerRecord runner, String keyDigest, Bytes runnerKey);

  Optional<RunnerRecord> find(Tx tx, OrgId org, RunnerId id);

  /// The runner, locked until the transaction ends.
  Optional<RunnerRecord> lock(Tx tx, OrgId org, RunnerId id);

  /// Newest first.
  List<RunnerRecord> list(Tx tx, OrgId org, InstallId install, int limit);

  void certified(Tx tx, OrgId org, RunnerId id, Instant until);

  void recovered(Tx tx, OrgId org, RunnerId id, long generation, Instant until);

  void revoke(Tx tx, OrgId org, RunnerId id, String because);

  Optional<RecoveryPolicy> recoveryPolicy(Tx tx, OrgId org);

  void recoveryPolicy(Tx tx, OrgId org, RecoveryPolicy policy);

  /// A token that is over.
  record Over(OrgId org, TokenId token) {}

  /// Where a runner is kept.
  record Place(OrgId org, RunnerId runner) {}
}

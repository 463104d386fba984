package io.bowline.control.sso;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import java.util.Optional;

/// Keeps how organizations' people come in through their providers, and who they are there.
public interface SsoStore {
  /// What is to be kept.
  ///
  /// @param renewed whether provider, client or secret is another one
  record Change(SsoWish wish, Optional<Sealed> secret, boolean renewed, String by) {}

  void put(Tx tx, OrgId org, Change change);

  Optional<SsoSetting> find(Tx tx, OrgId org);

  /// The client's secret, sealed; empty when there is none.
  Optional<Sealed> secret(Tx tx, OrgId org);

  boolean delete(Tx tx, OrgId org);

  /// The organization of that name or id, when it has a setting: for the system.
  Optional<OrgId> named(Tx tx, String organization);

  /// Notes that an owner has come in within a revision.
  void prove(Tx tx, OrgId org, long revision);

  /// Somebody at a provider.
  record Subject(String issuer, String subject) {}

  /// Who somebody at a provider is here.
  ///
  /// @param governed whether their role is the provider's to give, and to take
  record Link(MemberId member, boolean governed) {}

  Optional<Link> link(Tx tx, OrgId org, Subject subject);

  /// Whether a member is somebody else at the same provider.
  boolean isAnother(Tx tx, OrgId org, MemberId member, Subject than);

  /// Keeps who somebody is, in place of what was kept of them.
  void link(Tx tx, OrgId org, Subject subject, Link link);

  void unlink(Tx tx, OrgId org, Subject subject);
}

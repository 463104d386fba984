package io.bowline.control.leaving;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.util.Optional;

/// Keeps certificates of leaving.
public interface CertificateStore {
  /// The newest.
  Optional<LeavingCertificate> newest(Tx tx, OrgId org, InstallId install);

  void add(Tx tx, OrgId org, InstallId install, LeavingCertificate certificate);
}

package io.bowline.control.domain;

import io.bowline.control.platform.Tx;
import java.util.Optional;

/// Says who needs a domain; every bean of this type is asked before one is deleted.
public interface DomainUse {
  /// Who, as it stands in a sentence; empty when nobody does.
  Optional<String> of(Tx tx, BaseDomain domain);
}

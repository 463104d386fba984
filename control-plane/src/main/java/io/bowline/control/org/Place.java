package io.bowline.control.org;

import io.bowline.model.id.FleetId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import java.util.Optional;

/// Where something is to be done.
public sealed interface Place {
  /// In no organization.
  record Nowhere() implements Place {}

  /// In an organization, with no install and no fleet in particular.
  record Organization(OrgId org) implements Place {}

  /// With an install, or something that belongs to one.
  ///
  /// @param install empty when there is none like that
  record Install(OrgId org, Optional<InstallId> install) implements Place {}

  /// With a fleet, or a Kafka cluster on one.
  ///
  /// @param fleet empty when there is none like that
  record Fleet(OrgId org, Optional<FleetId> fleet) implements Place {}
}

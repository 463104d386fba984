package io.bowline.control.telemetry;

import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;

/// Whose telemetry it is; on intake this comes from the certificate and from nowhere else.
public record Source(OrgId org, InstallId install) {}

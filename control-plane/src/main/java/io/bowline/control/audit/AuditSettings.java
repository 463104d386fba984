package io.bowline.control.audit;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/// How the audit is kept.
@ConfigMapping(prefix = "bowline.audit")
@Explained("Audit")
public interface AuditSettings {
  @Explained(
      "How long entries of the audit are kept, 90 days (P90D) at least; without it, for ever. Older"
          + " ones are let go within an hour: export them before.")
  Optional<Duration> keepFor();
}

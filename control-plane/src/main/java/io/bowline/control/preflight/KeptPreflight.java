package io.bowline.control.preflight;

import io.bowline.model.id.JobId;
import io.bowline.model.preflight.Seen;
import java.time.Instant;
import java.util.List;

/// What an install's runner saw last.
public record KeptPreflight(JobId job, List<Seen> seen, Instant lookedAt) {
  public KeptPreflight {
    seen = List.copyOf(seen);
  }
}

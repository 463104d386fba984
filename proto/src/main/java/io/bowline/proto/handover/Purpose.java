package io.bowline.proto.handover;

import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import java.nio.charset.StandardCharsets;

/// What a secret is handed over for. It is bound into the seal: what was sealed for one purpose
/// does not open for another.
public record Purpose(OrgId org, JobId job, long epoch) {
  byte[] bound() {
    return "bowline-credential-v1\n%s\n%s\n%d\n"
        .formatted(org, job, epoch)
        .getBytes(StandardCharsets.UTF_8);
  }
}

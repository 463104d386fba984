package io.bowline.model.plan;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import java.time.Instant;

/// What an approver signs: this plan, on this install, once, until then.
///
/// @param sequence greater than that of every approval which the install has used; a used one
///   admits nothing again
/// @param keyId which key of the customer's policy signed
public record ApprovalStatement(
    Digest plan, InstallId install, long sequence, Instant expires, String keyId) {
  /// The bytes under the signature (ECDSA P-256 with SHA-256, DER).
  public byte[] signedBytes() {
    return new CanonicalText("bowline-approval-v1")
        .add(plan.toString())
        .add(install.toString())
        .add(Long.toString(sequence))
        .add(expires.toString())
        .add(keyId)
        .bytes();
  }
}

package io.bowline.model.plan;

/// A statement and its signature, as the control plane carries it to the runner, which alone judges
/// it.
///
/// @param signature base64 of the DER form
public record SignedApproval(ApprovalStatement statement, String signature) {}

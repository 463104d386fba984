package io.bowline.proto.codec;

import java.util.Locale;
import java.util.Optional;

/// Why one end of the link refuses the other: a word for machines in the trailer `bowline-reason`,
/// and what a person on the runner's side can do.
public enum LinkRefusal {
  TOKEN_UNKNOWN("get a new bootstrap file for this install"),
  TOKEN_USED("get a new bootstrap file; if this runner did not use the token, tell the vendor"),
  TOKEN_EXPIRED("get a new bootstrap file; a token lives for an hour at most"),
  TOKEN_FOREIGN("run the installer in the cloud account and region that the token was made for"),
  ACCOUNT_UNPROVEN(
      "give the runner an identity of its cloud (the role of its service account or machine), or ask the vendor to create the install without proof; then get a new bootstrap file"),
  REQUEST_MALFORMED("update the runner"),
  PROOF_WRONG("remove the runner's state folder and enroll with a new bootstrap file"),
  CERTIFICATE_MISSING("enroll first"),
  CERTIFICATE_FOREIGN("check that the bootstrap file belongs to this control plane"),
  CERTIFICATE_EXPIRED("nothing: the runner recovers with its long-lived key"),
  CERTIFICATE_REVOKED("ask the vendor why; then enroll with a new bootstrap file"),
  RUNNER_UNKNOWN("enroll with a new bootstrap file"),
  RECOVERY_REFUSED("enroll with a new bootstrap file"),
  RECOVERY_REPLAYED("check that no second runner works with a copy of this state folder"),
  PROTOCOL_UNSUPPORTED("update the older side"),
  SUPERSEDED("check that no second runner works with a copy of this state folder"),
  BUSY("nothing: the runner tries again"),
  DRAINING("nothing: the runner connects again"),
  TOO_SLOW("nothing: the runner connects again"),
  SILENT("nothing: the runner connects again"),
  ROLE_WRONG("start the runner as what its bootstrap file was made for"),
  LEASE_OVER("nothing: the job is no longer this runner's"),
  JOB_NOT_RUNNING("nothing: the runner asks again while it has the job"),
  CREDENTIAL_ABSENT("see whether what the job is about was changed or deleted meanwhile"),
  CREDENTIAL_SPENT("begin the job anew; no job gets its credential more often than it needs it");

  private final String advice;

  LinkRefusal(String advice) {
    this.advice = advice;
  }

  /// The word on the wire.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What a person can do.
  public String advice() {
    return advice;
  }

  /// Reads a word; empty for one of a later version.
  public static Optional<LinkRefusal> of(String word) {
    for (LinkRefusal refusal : values()) {
      if (refusal.word().equals(word)) {
        return Optional.of(refusal);
      }
    }
    return Optional.empty();
  }
}

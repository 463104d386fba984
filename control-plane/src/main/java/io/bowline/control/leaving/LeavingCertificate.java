package io.bowline.control.leaving;

import java.time.Instant;

/// What was signed when an install had left.
///
/// @param number of those of its install, from 1
/// @param issued when
/// @param envelope in the DSSE form, with the chain of the key that signed
public record LeavingCertificate(int number, Instant issued, String envelope) {
  /// The type of its payload.
  public static final String TYPE = "application/vnd.bowline.leaving-certificate.v1+json";
}

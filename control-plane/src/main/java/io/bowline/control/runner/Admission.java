package io.bowline.control.runner;

import io.bowline.model.identity.Identity;
import io.bowline.proto.codec.LinkRefusal;
import java.security.cert.X509Certificate;
import java.time.Instant;

/// What comes of a runner's wish for a certificate, or of its coming with one.
public sealed interface Admission {
  /// It gets this certificate.
  record Certified(Identity identity, X509Certificate certificate) implements Admission {}

  /// It may come in with the certificate that it showed.
  record Welcome(Identity identity, Instant until) implements Admission {}

  /// It is turned away; the message says what happened, to what.
  record Refused(LinkRefusal why, String message) implements Admission {}
}

package io.bowline.control.collector;

import java.security.cert.X509Certificate;

/// What comes of the wish for a collector's certificate.
public sealed interface Certification {
  record Certified(Collector collector, X509Certificate certificate) implements Certification {}

  record NameTaken(Collector by) implements Certification {}

  /// The install has as many as it may have.
  record TooMany(int limit) implements Certification {}

  record Invalid(String field, String message) implements Certification {}

  /// There is no such install or collector, or it was revoked.
  record Absent(String what) implements Certification {}
}

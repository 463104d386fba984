package io.bowline.control.collector;

import java.time.Duration;
import java.util.Optional;

/// What a collector is to be certified for.
///
/// @param request a PKCS#10 request in PEM, made where the key is
/// @param life empty for the longest
/// @param by who asks, as the audit names them
public record CertificateWish(String request, Optional<Duration> life, String by) {}

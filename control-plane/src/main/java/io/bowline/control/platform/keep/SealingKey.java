package io.bowline.control.platform.keep;

import java.util.Map;
import java.util.function.Predicate;

/// The key that the database's secrets are sealed under, as far as keeping needs it.
///
/// @param fingerprint tells it from another
/// @param opens whether it opens the sealed keys of the issuing CAs, by their certificates
public record SealingKey(String fingerprint, Predicate<Map<String, byte[]>> opens) {}

package io.bowline.control.configured;

import java.time.Instant;

/// A setting that was another way at a start than before.
///
/// @param host that started
/// @param version that it started
/// @param before empty where it was not set; of a secret a digest, as of `after`
public record ConfigurationChange(
    long id, Instant at, String host, String version, String key, String before, String after) {}

package io.bowline.driver.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where AWS is, and how long it may take to answer.
///
/// @param endpoint in the place of AWS itself, for tests
/// @param limit for each check
public record AwsPlace(Optional<URI> endpoint, Duration limit) {}

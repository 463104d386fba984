package io.bowline.control.secret;

import java.time.Instant;
import java.util.Optional;

/// How an organization's data key is.
///
/// @param since when the present key was made
/// @param askedBy who asked for another one that is not made yet
/// @param formerUntil until when the key before it is kept
public record KeyStanding(Instant since, Optional<String> askedBy, Optional<Instant> formerUntil) {}

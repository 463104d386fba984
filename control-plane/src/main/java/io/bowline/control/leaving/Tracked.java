package io.bowline.control.leaving;

import io.bowline.model.belonging.Belonging;
import java.time.Instant;
import java.util.Optional;

/// A belonging, and since when it is known.
///
/// @param since when it was first told of
/// @param seenBy whoever told of it last
/// @param gone when it was told to be gone
public record Tracked(Belonging what, Instant since, Witness seenBy, Optional<Instant> gone) {}

package io.bowline.control.offer;

import io.bowline.control.catalog.ReleaseName;
import java.util.Optional;

/// What an install is offered now.
///
/// @param because why it is this one, or none
/// @param pin what was said of it; nothing when it follows the usual channel
public record Offer(Optional<ReleaseName> release, String because, Optional<Pin> pin) {}

package io.bowline.control.quota;

import io.bowline.registry.storage.Holding;

/// A row of what a repository has.
///
/// @param version another one each time that somebody brings it
/// @param underWay whether somebody was about to bring it a short while ago
public record Entry(Holding holding, long version, boolean underWay) {}

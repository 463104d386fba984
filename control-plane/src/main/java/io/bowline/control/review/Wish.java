package io.bowline.control.review;

import java.util.Set;

/// What somebody has decided about everybody.
///
/// @param confirmed subjects that keep their rights
/// @param revoked subjects that lose them
public record Wish(Set<String> confirmed, Set<String> revoked, String note) {}

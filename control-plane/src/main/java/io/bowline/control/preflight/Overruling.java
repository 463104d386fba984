package io.bowline.control.preflight;

import java.time.Instant;

/// Somebody's word that an install goes on although a look found something in its way.
///
/// @param check what was found failing
/// @param reason theirs, as they gave it
/// @param by as the audit names them
public record Overruling(String check, String reason, String by, Instant at) {}

package io.bowline.control.platform;

/// Told once, when everything has started: from here on an end of the process is an orderly one, in
/// which each part is closed by its owner.
public record Up() {}

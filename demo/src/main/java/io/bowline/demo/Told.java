package io.bowline.demo;

/// One step of the story as it went.
///
/// @param evidence what shows that it held, or why it did not
record Told(String name, boolean ok, double seconds, String evidence) {}

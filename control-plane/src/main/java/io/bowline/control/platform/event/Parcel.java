package io.bowline.control.platform.event;

/// An event on its way.
///
/// @param attempt how often it has been given out, from 1
public record Parcel(long id, int attempt, Event event) {}

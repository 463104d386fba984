package io.bowline.runner.telemetry.spool;

/// Up to where a source was read, so that after a crash the reading goes on without a line lost or
/// read twice.
///
/// @param reading which reading of the source, for instance the id of a capture
/// @param source name of the source within it
/// @param nanos time of its last line that is kept, since the epoch
/// @param atThatTime how many of its lines with that time are kept
/// @param lines how many of its lines are kept in all
/// @param needless from when on nobody asks any more, since the epoch
public record Position(
    String reading, String source, long nanos, long atThatTime, long lines, long needless) {}

package io.bowline.runner.outbox;

/// A report and its place in the order within this process: numbers grow, with gaps where progress
/// was dropped, and start again with the process.
public record Numbered(long sequence, Report report) {}

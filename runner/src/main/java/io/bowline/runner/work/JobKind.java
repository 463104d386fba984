package io.bowline.runner.work;

/// A kind of job and who does it; make it a bean, and jobs of this kind are taken.
///
/// @param kind as in `JobSpec.kind()`
public record JobKind(String kind, JobHandler handler) {}

package io.bowline.control.job;

import io.bowline.model.job.StepEvent;

/// A step event under the epoch in which it was reported.
public record RecordedStep(long epoch, StepEvent event) {}

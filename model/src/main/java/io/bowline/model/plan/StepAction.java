package io.bowline.model.plan;

/// What a step will do to what it observed.
public enum StepAction {
  CREATE,
  UPDATE,
  DELETE,
  NONE
}

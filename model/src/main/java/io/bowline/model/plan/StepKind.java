package io.bowline.model.plan;

/// Which executor acts.
public enum StepKind {
  IMAGE,
  HELM,
  TERRAFORM,
  KUBE
}

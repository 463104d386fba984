package io.bowline.release.template;

import io.bowline.model.release.ComponentName;

/// What an expression in a release asks for.
public sealed interface Reference {
  /// `${inputs.NAME}`.
  record Input(String name) implements Reference {
    @Override
    public String toString() {
      return "${inputs." + name + "}";
    }
  }

  /// `${outputs.COMPONENT.NAME}`.
  record Output(ComponentName component, String name) implements Reference {
    @Override
    public String toString() {
      return "${outputs." + component + "." + name + "}";
    }
  }
}

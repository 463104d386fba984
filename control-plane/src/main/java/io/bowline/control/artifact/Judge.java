package io.bowline.control.artifact;

import io.bowline.registry.Admission;
import io.bowline.registry.Right;

/// Says whether a visitor may use a repository so.
@FunctionalInterface
interface Judge {
  Admission may(Visitor visitor, Right right, String repository);
}

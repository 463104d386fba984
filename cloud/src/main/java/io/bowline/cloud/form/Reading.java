package io.bowline.cloud.form;

import io.bowline.cloud.Complaint;
import io.bowline.cloud.Configuration;
import java.util.List;

/// What came of reading a configuration.
public sealed interface Reading {
  /// Its form is right.
  record Good(Configuration configuration) implements Reading {}

  /// What is wrong, at least one thing.
  record Refused(List<Complaint> complaints) implements Reading {}
}

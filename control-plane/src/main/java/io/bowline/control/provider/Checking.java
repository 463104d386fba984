package io.bowline.control.provider;

/// What came of the wish to check a provider.
public sealed interface Checking {
  /// The cloud was asked, or it is said why not.
  record Checked(ProviderCheck check) implements Checking {}

  /// There is no such provider.
  record Absent() implements Checking {}

  /// The configuration changed while the cloud was asked about the one before.
  record Overtaken() implements Checking {}

  /// As many checks as may be are under way.
  record Busy() implements Checking {}
}

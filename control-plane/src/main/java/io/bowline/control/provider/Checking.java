package io.bowline.control.provider;

import io.bowline.model.id.JobId;

/// What came of the wish to check a provider.
public sealed interface Checking {
  /// The cloud was asked, or it is said why not.
  record Checked(ProviderCheck check) implements Checking {}

  /// Nobody has said anything yet, or nobody will under this job.
  ///
  /// @param job that asks the cloud
  /// @param why and what to do
  record Pending(JobId job, String why) implements Checking {}

  /// There is no such provider.
  record Absent() implements Checking {}

  /// The configuration changed while the cloud was asked about the one before.
  record Overtaken() implements Checking {}
}

package io.bowline.control.lending;

import io.bowline.model.id.JobId;

/// What came of the wish to have a base layer made.
public sealed interface Lending {
  /// The hosted runner does it by this job.
  record Asked(JobId job) implements Lending {}

  /// A job does it already.
  record Busy(JobId job) implements Lending {}

  /// The role is in another account than the install.
  record Foreign(String account) implements Lending {}

  /// The install is where it needs no base layer any more, or has no cloud in which this is done.
  record Unfit(String why) implements Lending {}

  /// The control plane has not been told where it is.
  record NotTold(String setting) implements Lending {}
}

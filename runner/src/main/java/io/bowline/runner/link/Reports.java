package io.bowline.runner.link;

import io.bowline.proto.codec.FromRunner;
import io.bowline.runner.outbox.Report;

/// Reports as messages of the link.
final class Reports {
  private Reports() {}

  static FromRunner frame(Report report) {
    return switch (report) {
      case Report.Accepted accepted -> new FromRunner.Accepted(accepted.job(), accepted.epoch());
      case Report.Progress progress ->
          new FromRunner.Progress(progress.job(), progress.epoch(), progress.events());
      case Report.Result result ->
          new FromRunner.Result(result.job(), result.epoch(), result.outcome(), result.report());
    };
  }
}

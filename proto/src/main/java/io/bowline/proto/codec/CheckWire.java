package io.bowline.proto.codec;

import io.bowline.model.probe.Check;
import io.bowline.model.probe.Result;
import io.bowline.proto.wire.JobWire;
import java.util.List;

/// Checks of something far away, as reports carry them.
final class CheckWire {
  private static final int MAX_CHECKS = 200;
  private static final int MAX_ACTIONS = 1_000;

  private CheckWire() {}

  static List<JobWire.Check> write(List<Check> checks) {
    return checks.stream().limit(MAX_CHECKS).map(CheckWire::write).toList();
  }

  static List<Check> read(String field, List<JobWire.Check> wire) {
    return Fields.list(field, wire, MAX_CHECKS, CheckWire::read);
  }

  private static JobWire.Check write(Check check) {
    return JobWire.Check.newBuilder()
        .setName(Fields.cut(check.name(), Fields.SHORT))
        .setResult(write(check.result()))
        .setDetail(Fields.cut(check.detail(), Fields.LONG))
        .addAllActions(
            check.actions().stream()
                .limit(MAX_ACTIONS)
                .map(action -> Fields.cut(action, Fields.SHORT))
                .toList())
        .build();
  }

  private static Check read(String field, JobWire.Check wire) {
    return new Check(
        Fields.filled(field + ".name", wire.getName(), Fields.SHORT),
        result(field + ".result", wire),
        Fields.text(field + ".detail", wire.getDetail(), Fields.LONG),
        Fields.list(
            field + ".actions",
            wire.getActionsList(),
            MAX_ACTIONS,
            (path, action) -> Fields.filled(path, action, Fields.SHORT)));
  }

  private static JobWire.CheckResult write(Result result) {
    return switch (result) {
      case OK -> JobWire.CheckResult.CHECK_RESULT_OK;
      case SKIPPED -> JobWire.CheckResult.CHECK_RESULT_SKIPPED;
      case INCONCLUSIVE -> JobWire.CheckResult.CHECK_RESULT_INCONCLUSIVE;
      case FAILED -> JobWire.CheckResult.CHECK_RESULT_FAILED;
    };
  }

  /// What a later version calls otherwise says nothing here, and so never counts for a success.
  private static Result result(String field, JobWire.Check wire) {
    return switch (wire.getResult()) {
      case CHECK_RESULT_OK -> Result.OK;
      case CHECK_RESULT_SKIPPED -> Result.SKIPPED;
      case CHECK_RESULT_INCONCLUSIVE, UNRECOGNIZED -> Result.INCONCLUSIVE;
      case CHECK_RESULT_FAILED -> Result.FAILED;
      case CHECK_RESULT_UNSPECIFIED -> throw Fields.unknown(field, 0);
    };
  }
}

package io.bowline.proto.codec;

import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import io.bowline.proto.wire.JobWire;
import java.util.List;

/// What a look around saw, as reports carry it.
final class SeenWire {
  private static final int MOST = 200;
  private static final int MOST_COMMANDS = 100;

  private SeenWire() {}

  static List<JobWire.Seen> write(List<Seen> seen) {
    return seen.stream().limit(MOST).map(SeenWire::write).toList();
  }

  static List<Seen> read(String field, List<JobWire.Seen> wire) {
    return Fields.list(field, wire, MOST, SeenWire::read);
  }

  private static JobWire.Seen write(Seen seen) {
    return JobWire.Seen.newBuilder()
        .setCheck(Fields.cut(seen.check(), Fields.SHORT))
        .setVerdict(write(seen.verdict()))
        .setSeen(Fields.cut(seen.seen(), Fields.LONG))
        .setMeans(Fields.cut(seen.means(), Fields.LONG))
        .setFix(Fields.cut(seen.fix(), Fields.LONG))
        .addAllCommands(
            seen.commands().stream()
                .limit(MOST_COMMANDS)
                .map(line -> Fields.cut(line, Fields.LONG))
                .toList())
        .build();
  }

  private static Seen read(String field, JobWire.Seen wire) {
    return new Seen(
        Fields.filled(field + ".check", wire.getCheck(), Fields.SHORT),
        verdict(field + ".verdict", wire),
        Fields.text(field + ".seen", wire.getSeen(), Fields.LONG),
        Fields.text(field + ".means", wire.getMeans(), Fields.LONG),
        Fields.text(field + ".fix", wire.getFix(), Fields.LONG),
        Fields.list(
            field + ".commands",
            wire.getCommandsList(),
            MOST_COMMANDS,
            (path, line) -> Fields.filled(path, line, Fields.LONG)));
  }

  private static JobWire.Verdict write(Verdict verdict) {
    return switch (verdict) {
      case OK -> JobWire.Verdict.VERDICT_OK;
      case UNKNOWN -> JobWire.Verdict.VERDICT_UNKNOWN;
      case WARN -> JobWire.Verdict.VERDICT_WARN;
      case FAIL -> JobWire.Verdict.VERDICT_FAIL;
    };
  }

  /// What a later version calls otherwise says nothing here, and so never counts for a success.
  private static Verdict verdict(String field, JobWire.Seen wire) {
    return switch (wire.getVerdict()) {
      case VERDICT_OK -> Verdict.OK;
      case VERDICT_UNKNOWN, UNRECOGNIZED -> Verdict.UNKNOWN;
      case VERDICT_WARN -> Verdict.WARN;
      case VERDICT_FAIL -> Verdict.FAIL;
      case VERDICT_UNSPECIFIED -> throw Fields.unknown(field, 0);
    };
  }
}

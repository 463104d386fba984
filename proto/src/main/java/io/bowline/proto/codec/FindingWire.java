package io.bowline.proto.codec;

import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.Finding;
import io.bowline.model.finding.FindingKind;
import io.bowline.model.finding.FindingReport;
import io.bowline.proto.link.LinkWire;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a runner finds not to be as it should. Any text of it may have been kept inside.
final class FindingWire {
  private static final int MAX_SEVERITIES = 20;
  private static final int MAX_TEXT = 2_000;

  private FindingWire() {}

  static LinkWire.Findings write(FindingReport report) {
    return LinkWire.Findings.newBuilder()
        .addAllFindings(report.findings().stream().map(FindingWire::write).toList())
        .setMore(report.more())
        .build();
  }

  static FindingReport read(LinkWire.Findings wire) {
    List<Optional<Finding>> all =
        Fields.list(
            "findings.findings", wire.getFindingsList(), FindingReport.MOST, FindingWire::read);
    List<Finding> known = all.stream().flatMap(Optional::stream).toList();
    long unknown = all.stream().filter(Optional::isEmpty).count();
    long more = Fields.atLeast("findings.more", wire.getMore(), 0);
    return new FindingReport(known, Math.min(more, Long.MAX_VALUE - unknown) + unknown);
  }

  private static LinkWire.Finding write(Finding finding) {
    var wire = LinkWire.Finding.newBuilder();
    switch (finding) {
      case Finding.ForeignImage foreign -> wire.setForeignImage(write(foreign));
      case Finding.BlockedImage blocked -> wire.setBlockedImage(write(blocked));
      case Finding.Unchecked(FindingKind check, String why) ->
          wire.setUnchecked(
              LinkWire.Finding.Unchecked.newBuilder()
                  .setCheck(check.word())
                  .setWhy(Fields.cut(why, MAX_TEXT)));
    }
    return wire.build();
  }

  private static LinkWire.Finding.ForeignImage write(Finding.ForeignImage foreign) {
    Finding.Place place = foreign.place();
    var wire =
        LinkWire.Finding.ForeignImage.newBuilder()
            .setNamespace(Fields.cut(place.namespace(), Fields.SHORT))
            .setWorkload(Fields.cut(place.workload(), Fields.SHORT))
            .setContainer(Fields.cut(place.container(), Fields.SHORT))
            .setPod(Fields.cut(place.pod(), Fields.SHORT))
            .setImage(Fields.cut(foreign.image(), Fields.SHORT))
            .setWhy(Fields.cut(foreign.why(), MAX_TEXT))
            .setPods(foreign.pods());
    foreign.since().ifPresent(since -> wire.setSinceSeconds(since.getEpochSecond()));
    return wire.build();
  }

  private static LinkWire.Finding.BlockedImage write(Finding.BlockedImage blocked) {
    return LinkWire.Finding.BlockedImage.newBuilder()
        .setImage(Fields.cut(blocked.image(), Fields.SHORT))
        .setDigest(blocked.digest().map(Digest::toString).orElse(""))
        .setWhy(Fields.cut(blocked.why(), MAX_TEXT))
        .addAllSeverities(
            blocked.severities().stream()
                .limit(MAX_SEVERITIES)
                .map(one ->
                    LinkWire.Finding.SeverityCount.newBuilder()
                        .setSeverity(Fields.cut(one.severity(), Fields.SHORT))
                        .setCount(one.count())
                        .build())
                .toList())
        .build();
  }

  /// Empty for what only a newer runner knows: it counts among those that are not listed.
  private static Optional<Finding> read(String path, LinkWire.Finding wire) {
    return switch (wire.getKindCase()) {
      case FOREIGN_IMAGE -> Optional.of(read(path + ".foreign_image", wire.getForeignImage()));
      case BLOCKED_IMAGE -> Optional.of(read(path + ".blocked_image", wire.getBlockedImage()));
      case UNCHECKED -> read(path + ".unchecked", wire.getUnchecked());
      case KIND_NOT_SET -> Optional.empty();
    };
  }

  private static Optional<Finding> read(String path, LinkWire.Finding.Unchecked wire) {
    String word = Fields.filled(path + ".check", wire.getCheck(), Fields.SHORT);
    String why = Fields.text(path + ".why", wire.getWhy(), MAX_TEXT);
    return Arrays.stream(FindingKind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .map(kind -> new Finding.Unchecked(kind, why));
  }

  private static Finding read(String path, LinkWire.Finding.ForeignImage wire) {
    return new Finding.ForeignImage(
        new Finding.Place(
            Fields.text(path + ".namespace", wire.getNamespace(), Fields.SHORT),
            Fields.text(path + ".workload", wire.getWorkload(), Fields.SHORT),
            Fields.text(path + ".container", wire.getContainer(), Fields.SHORT),
            Fields.text(path + ".pod", wire.getPod(), Fields.SHORT)),
        Fields.text(path + ".image", wire.getImage(), Fields.SHORT),
        Fields.text(path + ".why", wire.getWhy(), MAX_TEXT),
        Fields.between(path + ".pods", wire.getPods(), 0, Integer.MAX_VALUE),
        since(path + ".since_seconds", wire));
  }

  private static Optional<Instant> since(String field, LinkWire.Finding.ForeignImage wire) {
    return wire.hasSinceSeconds()
        ? Optional.of(Fields.second(field, wire.getSinceSeconds()))
        : Optional.empty();
  }

  private static Finding read(String path, LinkWire.Finding.BlockedImage wire) {
    return new Finding.BlockedImage(
        Fields.text(path + ".image", wire.getImage(), Fields.SHORT),
        digest(path + ".digest", wire.getDigest()),
        Fields.text(path + ".why", wire.getWhy(), MAX_TEXT),
        Fields.list(
            path + ".severities",
            wire.getSeveritiesList(),
            MAX_SEVERITIES,
            (at, one) ->
                new Finding.SeverityCount(
                    Fields.text(at + ".severity", one.getSeverity(), Fields.SHORT),
                    Fields.atLeast(at + ".count", one.getCount(), 0))));
  }

  private static Optional<Digest> digest(String field, String value) {
    boolean told = !value.isEmpty() && !value.equals(WireFields.HIDDEN_TEXT);
    return Fields.digest(field, told, value);
  }
}

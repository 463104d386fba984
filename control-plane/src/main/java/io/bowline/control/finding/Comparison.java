package io.bowline.control.finding;

import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.Finding;
import io.bowline.model.finding.FindingReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// What a report changes about the findings that are open.
///
/// @param opened by key
/// @param changed those that are told in other words now
/// @param unlisted how many were told that nothing is kept of
record Comparison(
    Map<String, Finding> opened,
    Map<UUID, Finding> changed,
    List<KeptFinding> closed,
    long unlisted) {
  /// No install has more of them open than this; a runner may be mad.
  static final int MOST_OPEN = 2_000;

  Comparison {
    opened = new LinkedHashMap<>(opened);
    changed = Map.copyOf(changed);
    closed = List.copyOf(closed);
  }

  static Comparison of(List<KeptFinding> open, FindingReport report) {
    Map<String, Finding> told = keyed(report.findings());
    var changed = new LinkedHashMap<UUID, Finding>();
    var closed = new ArrayList<KeptFinding>();
    Set<String> known = new HashSet<>();
    for (KeptFinding kept : open) {
      Finding now = told.get(kept.key());
      if (now == null && report.tellsAll()) {
        closed.add(kept);
        continue;
      }
      known.add(kept.key());
      if (now != null && !now.equals(kept.finding())) {
        changed.put(kept.id(), now);
      }
    }
    int room = Math.max(0, MOST_OPEN - known.size());
    var opened = new LinkedHashMap<String, Finding>();
    long unlisted = report.more();
    for (Map.Entry<String, Finding> one : told.entrySet()) {
      if (known.contains(one.getKey())) {
        continue;
      }
      if (opened.size() < room) {
        opened.put(one.getKey(), one.getValue());
      } else {
        unlisted++;
      }
    }
    return new Comparison(opened, changed, closed, unlisted);
  }

  boolean changesNothing() {
    return opened.isEmpty() && closed.isEmpty();
  }

  /// Those to be kept anew.
  List<KeptFinding> kept(Supplier<UUID> ids, Instant now) {
    return opened.entrySet().stream()
        .map(one -> new KeptFinding(ids.get(), one.getKey(), one.getValue(), now, Optional.empty()))
        .toList();
  }

  /// Findings whose texts the customer keeps inside are all alike; that there are several stays
  /// told.
  private static Map<String, Finding> keyed(List<Finding> findings) {
    var keyed = new LinkedHashMap<String, Finding>();
    var times = new LinkedHashMap<String, Integer>();
    for (Finding finding : findings) {
      String name = finding.kind().word() + "\n" + finding.key();
      int time = times.merge(name, 1, Integer::sum);
      keyed.put(digest(time == 1 ? name : name + "\n#" + time), finding);
    }
    return keyed;
  }

  private static String digest(String name) {
    return Digest.of(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}

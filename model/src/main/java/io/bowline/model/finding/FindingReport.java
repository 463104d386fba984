package io.bowline.model.finding;

import java.util.Comparator;
import java.util.List;

/// All that a runner finds at one time; what is not in it any more is over.
///
/// @param findings by kind and key, so that a part of them is always the same part
/// @param more how many others there was no room for
public record FindingReport(List<Finding> findings, long more) {
  /// More of them go into no report.
  public static final int MOST = 500;

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::kind).reversed().thenComparing(Finding::key);

  public FindingReport {
    findings = List.copyOf(findings);
  }

  /// As many of these as there is room for; that something was not looked at comes first.
  public static FindingReport of(List<Finding> all) {
    List<Finding> sorted = all.stream().sorted(ORDER).toList();
    int kept = Math.min(MOST, sorted.size());
    return new FindingReport(sorted.subList(0, kept), sorted.size() - kept);
  }

  /// Whether what is not listed is over.
  public boolean tellsAll() {
    return more == 0 && findings.stream().noneMatch(Finding.Unchecked.class::isInstance);
  }
}

package io.bowline.control.preflight;

import io.bowline.model.id.JobId;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// What an install's runner saw last.
///
/// @param overruled what of it somebody answers for
public record KeptPreflight(
    JobId job, List<Seen> seen, Instant lookedAt, List<Overruling> overruled) {
  private static final int TOLD = 3;

  public KeptPreflight {
    seen = List.copyOf(seen);
    overruled = List.copyOf(overruled);
  }

  /// What fails.
  List<Seen> failing() {
    return seen.stream().filter(one -> one.verdict() == Verdict.FAIL).toList();
  }

  /// What of that holds an install's first release.
  public List<Seen> holding() {
    return failing().stream()
        .filter(one -> overruled.stream().noneMatch(word -> word.check().equals(one.check())))
        .toList();
  }

  /// That, in a few sentences; empty when nothing holds.
  String toldHolding() {
    List<Seen> holding = holding();
    String first =
        holding.stream()
            .limit(TOLD)
            .map(one -> "%s: %s. %s".formatted(one.check(), one.seen(), one.fix()))
            .collect(Collectors.joining(" "));
    return holding.size() > TOLD ? first + " And %d more.".formatted(holding.size() - TOLD) : first;
  }

  /// Who answers for what; empty when nobody has to.
  String toldOverruled() {
    return overruled.stream()
        .map(word -> "%s is overruled by %s: %s".formatted(word.check(), word.by(), word.reason()))
        .collect(Collectors.joining("; "));
  }
}

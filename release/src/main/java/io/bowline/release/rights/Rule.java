package io.bowline.release.rights;

import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// What may be done with one kind of resource.
///
/// @param group empty for the core
/// @param resource plural, as in `deployments`
/// @param names of the objects it is about; all of them when empty
/// @param verbs as in `get`
/// @param why what in the release needs it, as in `broker: StatefulSet broker`
public record Rule(
    String group,
    String resource,
    NavigableSet<String> names,
    NavigableSet<String> verbs,
    NavigableSet<String> why) {
  /// How many reasons are told one by one.
  private static final int TOLD = 3;

  public Rule {
    names = Collections.unmodifiableNavigableSet(new TreeSet<>(names));
    verbs = Collections.unmodifiableNavigableSet(new TreeSet<>(verbs));
    why = Collections.unmodifiableNavigableSet(new TreeSet<>(why));
  }

  /// On one line.
  public String reasons() {
    List<String> first = why.stream().limit(TOLD).toList();
    int more = why.size() - first.size();
    return String.join("; ", first) + (more == 0 ? "" : "; and " + more + " more");
  }
}

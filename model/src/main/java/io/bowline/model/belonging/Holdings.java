package io.bowline.model.belonging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a runner tells of everything that it has made and can see.
///
/// @param whole whether that is all; else of what is not named nothing is said
public record Holdings(List<Belonging> items, boolean whole) {
  /// So many are told; what holds data comes first.
  public static final int MOST = 2_000;

  /// Nothing is said.
  public static final Holdings UNTOLD = new Holdings(List.of(), false);

  public Holdings {
    items = List.copyOf(items);
  }

  /// As many as there is room for.
  public static Holdings of(List<Belonging> all) {
    if (all.size() <= MOST) {
      return new Holdings(all, true);
    }
    var ordered = new ArrayList<>(all);
    ordered.sort(Comparator.comparing(one -> !one.holdsData()));
    return new Holdings(ordered.subList(0, MOST), false);
  }
}

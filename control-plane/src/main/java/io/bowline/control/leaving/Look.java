package io.bowline.control.leaving;

import io.bowline.model.belonging.Belonging;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What a customer has found of an install in their account, with credentials that nobody here ever
/// sees.
///
/// @param account in which they looked
/// @param region in which they looked
/// @param looked kinds that were looked for
/// @param unlooked what could not be looked for, and why: one sentence each
/// @param found what is there
public record Look(
    String account,
    String region,
    Set<String> looked,
    List<String> unlooked,
    List<Belonging> found) {
  public Look {
    looked = Set.copyOf(looked);
    unlooked = List.copyOf(unlooked);
    found = List.copyOf(found);
  }

  /// That there was one, as it is kept.
  public record Kept(Instant at, String by, Set<String> looked, List<String> unlooked) {
    public Kept {
      looked = Set.copyOf(looked);
      unlooked = List.copyOf(unlooked);
    }
  }
}

package io.bowline.driver.oracle;

import io.bowline.driver.oracle.PolicyStatement.Place;
import io.bowline.driver.oracle.PolicyStatement.Verb;
import java.util.List;
import java.util.Set;

/// What policies give a user in one compartment.
///
/// @param chain from the tenancy down to the compartment
/// @param groups ids and names of those that the user is in, in lower case
/// @param statements each with the place in the chain where its policy is attached
/// @param more whether there is more than was read or understood, which may give
/// @param less whether there is more that may take away
record UserRights(
    List<Level> chain, Set<String> groups, List<Attached> statements, boolean more, boolean less) {
  UserRights {
    chain = List.copyOf(chain);
    groups = Set.copyOf(groups);
    statements = List.copyOf(statements);
  }

  /// A compartment, or the tenancy itself.
  record Level(String id, String name) {}

  /// A statement of a policy that is attached to a compartment of the chain.
  record Attached(int level, PolicyStatement statement) {}

  /// Whether something is allowed.
  enum Standing {
    HELD,
    /// Under a condition, with an exception, or by what was not understood.
    OPEN,
    MISSING
  }

  /// How it stands with an action such as `manage buckets`.
  ///
  /// @param everywhere whether it has to be for the whole tenancy
  Standing of(String action, boolean everywhere) {
    String[] words = action.split(" ", 2);
    Verb verb = Verb.parse(words[0]).orElseThrow();
    List<PolicyStatement> about =
        statements.stream()
            .filter(each -> isOurs(each.statement()))
            .filter(each -> concerns(each, verb, words[1], everywhere))
            .map(Attached::statement)
            .toList();
    boolean denied = about.stream().anyMatch(PolicyStatement::denies);
    boolean held = about.stream().anyMatch(each -> !each.denies() && !each.conditional());
    if (held && !denied && !less) {
      return Standing.HELD;
    }
    return more || !about.isEmpty() || groups.isEmpty() ? Standing.OPEN : Standing.MISSING;
  }

  private boolean isOurs(PolicyStatement statement) {
    return statement.groups().isEmpty() || statement.groups().stream().anyMatch(groups::contains);
  }

  private boolean concerns(Attached attached, Verb verb, String kind, boolean everywhere) {
    PolicyStatement statement = attached.statement();
    return statement.denies()
        // whatever is taken away of it, anywhere
        ? statement.resource().equals("all-resources") || statement.isAbout(Verb.INSPECT, kind)
        : statement.isAbout(verb, kind) && covers(attached, everywhere);
  }

  private boolean covers(Attached attached, boolean everywhere) {
    return switch (attached.statement().place()) {
      case Place.Tenancy() -> attached.level() == 0;
      case Place.ById(String id) -> {
        int level = levelOf(id);
        yield level >= attached.level() && (!everywhere || level == 0);
      }
      case Place.ByPath(List<String> names) ->
          !everywhere
              && (leads(attached.level() + 1, names)
                  // a policy may name the compartment that it is attached to
                  || (attached.level() > 0 && leads(attached.level(), names)));
    };
  }

  private int levelOf(String id) {
    for (int level = 0; level < chain.size(); level++) {
      if (chain.get(level).id().equalsIgnoreCase(id)) {
        return level;
      }
    }
    return -1;
  }

  private boolean leads(int from, List<String> names) {
    if (from + names.size() > chain.size()) {
      return false;
    }
    for (int at = 0; at < names.size(); at++) {
      if (!chain.get(from + at).name().equalsIgnoreCase(names.get(at))) {
        return false;
      }
    }
    return true;
  }
}

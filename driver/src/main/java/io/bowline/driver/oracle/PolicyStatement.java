package io.bowline.driver.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// One statement of a policy: who may do what where.
///
/// @param groups ids and names of groups, in lower case; those of everybody when it is empty
/// @param conditional whether there is a `where`
record PolicyStatement(
    boolean denies,
    Set<String> groups,
    Verb verb,
    String resource,
    Place place,
    boolean conditional) {
  private static final int LONGEST = 4_000;
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s,'\"])+|,");
  private static final Set<String> ELSEWHERE = Set.of("define", "endorse", "admit");
  private static final Set<String> EVERYBODY = Set.of("any-user", "any-group");

  /// Kinds of resources that belong to a family.
  private static final Map<String, String> FAMILY =
      Map.of(
          "buckets", "object-family",
          "objects", "object-family",
          "vnics", "virtual-network-family");

  /// What may be done, each more than the one before.
  enum Verb {
    INSPECT,
    READ,
    USE,
    MANAGE;

    static Optional<Verb> parse(String word) {
      return List.of(values()).stream()
          .filter(verb -> verb.name().equalsIgnoreCase(word))
          .findFirst();
    }
  }

  /// Where a statement is for.
  sealed interface Place {
    record Tenancy() implements Place {}

    record ById(String id) implements Place {}

    /// Names from where the policy is attached downwards, in lower case.
    record ByPath(List<String> names) implements Place {}
  }

  /// What came of reading a statement.
  sealed interface Reading {
    record Good(PolicyStatement statement) implements Reading {}

    /// It gives and takes nothing here.
    record Elsewhere() implements Reading {}

    /// It says something that is not understood here.
    ///
    /// @param denies whether it may take something away
    record Unclear(boolean denies) implements Reading {}
  }

  static Reading read(String text) {
    if (text.length() > LONGEST) {
      return new Reading.Unclear(true);
    }
    return new Words(WORD.matcher(text).results().map(MatchResult::group).toList()).read();
  }

  /// Whether it is about an action on a resource, if its place is.
  boolean isAbout(Verb needed, String kind) {
    return verb.compareTo(needed) >= 0
        && (resource.equals("all-resources")
            || resource.equals(kind)
            || resource.equals(FAMILY.get(kind)));
  }

  /// The words of a statement, read from the left.
  private static final class Words {
    private final List<String> words;
    private int at;

    Words(List<String> words) {
      this.words = words;
    }

    private String next() {
      return at < words.size() ? words.get(at++).toLowerCase(Locale.ROOT) : "";
    }

    private String peek() {
      return at < words.size() ? words.get(at).toLowerCase(Locale.ROOT) : "";
    }

    Reading read() {
      String first = next();
      if (ELSEWHERE.contains(first)) {
        return new Reading.Elsewhere();
      }
      boolean denies = !first.equals("allow");
      if (denies && !first.equals("deny")) {
        return new Reading.Unclear(true);
      }
      Optional<Set<String>> groups = Optional.empty();
      String subject = next();
      if (EVERYBODY.contains(subject)) {
        groups = Optional.of(Set.of());
      } else if (subject.equals("group")) {
        groups = groups();
        if (groups.isEmpty()) {
          return new Reading.Unclear(denies);
        }
      } else if (subject.isEmpty()) {
        return new Reading.Unclear(denies);
      } else {
        // programs and machines, which a user is not
        return new Reading.Elsewhere();
      }
      return next().equals("to") ? rights(denies, groups.get()) : new Reading.Unclear(denies);
    }

    /// Empty when one of them is of another identity domain.
    private Optional<Set<String>> groups() {
      var groups = new ArrayList<String>();
      while (at < words.size() && !peek().equals("to")) {
        String word = next();
        if (word.equals(",") || word.equals("id")) {
          continue;
        }
        String name = plain(word);
        int slash = name.indexOf('/');
        if (slash >= 0 && !name.startsWith("default/")) {
          return Optional.empty();
        }
        groups.add(name.substring(slash + 1));
      }
      return groups.isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(groups));
    }

    private static String plain(String word) {
      return word.replace("'", "").replace("\"", "");
    }

    private Reading rights(boolean denies, Set<String> groups) {
      Optional<Verb> verb = Verb.parse(next());
      String resource = next();
      if (verb.isEmpty() || !next().equals("in")) {
        return new Reading.Unclear(denies);
      }
      Optional<Place> place = place();
      boolean conditional = peek().equals("where");
      if (place.isEmpty() || (at < words.size() && !conditional)) {
        return new Reading.Unclear(denies);
      }
      return new Reading.Good(
          new PolicyStatement(denies, groups, verb.get(), resource, place.get(), conditional));
    }

    private Optional<Place> place() {
      String kind = next();
      if (kind.equals("tenancy")) {
        return Optional.of(new Place.Tenancy());
      }
      String name = kind.equals("compartment") ? next() : "";
      if (name.equals("id")) {
        String id = next();
        return id.isEmpty() ? Optional.empty() : Optional.of(new Place.ById(plain(id)));
      }
      return name.isEmpty()
          ? Optional.empty()
          : Optional.of(new Place.ByPath(List.of(plain(name).split(":", -1))));
    }
  }
}

package io.bowline.installer.rights;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What one version of the templates asks for and another did not.
///
/// @param more what is given now and was not, and what was denied and is not any more
/// @param less what was given and is not any more, and what is denied now and was not
public record RightsChange(int from, int to, List<Right> more, List<Right> less) {
  public RightsChange {
    more = List.copyOf(more);
    less = List.copyOf(less);
  }

  /// The change between two versions.
  static RightsChange of(int from, List<Right> then, int to, List<Right> now) {
    return new RightsChange(
        from,
        to,
        both(besides(now, then), Right.Effect.MAY, besides(then, now)),
        both(besides(then, now), Right.Effect.MAY, besides(now, then)));
  }

  /// Rights of one side, and denials of the other.
  private static List<Right> both(List<Right> given, Right.Effect effect, List<Right> denied) {
    Predicate<Right> gives = right -> right.effect() == effect;
    return Stream.concat(given.stream().filter(gives), denied.stream().filter(gives.negate()))
        .sorted()
        .toList();
  }

  private static List<Right> besides(List<Right> some, List<Right> others) {
    return some.stream().filter(each -> others.stream().noneMatch(each::same)).toList();
  }
}

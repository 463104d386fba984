package io.bowline.installer.rights;

import java.util.Comparator;
import java.util.List;

/// Something that whoever installs, or what is installed, may do in a customer's account; or may
/// not, whatever else is attached.
///
/// @param cloud as the API spells it
/// @param who `installer`, or the role of the install that has it
/// @param action in the cloud's own words
/// @param on what it is limited to, and when, in the cloud's own words; `*` for everything
/// @param reason one sentence; of a denial what it is called
public record Right(
    String cloud, String who, Effect effect, String action, String on, String reason)
    implements Comparable<Right> {
  private static final Comparator<Right> ORDER = Comparator.comparing(Right::line);
  private static final String BETWEEN = " | ";

  /// Whether it is given or kept.
  public enum Effect {
    MAY,
    MAY_NOT;

    private String word() {
      return this == MAY ? "may" : "may not";
    }

    private static Effect of(String word) {
      return word.equals("may") ? MAY : MAY_NOT;
    }
  }

  @Override
  public int compareTo(Right other) {
    return ORDER.compare(this, other);
  }

  /// As it stands in the record of a version.
  String line() {
    return String.join(BETWEEN, cloud, who, effect.word(), action, on, reason);
  }

  static Right of(String line) {
    List<String> parts = List.of(line.split(" \\| ", -1));
    return new Right(
        parts.get(0),
        parts.get(1),
        Effect.of(parts.get(2)),
        parts.get(3),
        parts.get(4),
        parts.get(5));
  }

  /// Whether another is the same right, whatever it is given for.
  boolean same(Right other) {
    return cloud.equals(other.cloud)
        && who.equals(other.who)
        && effect == other.effect
        && action.equals(other.action)
        && on.equals(other.on);
  }
}

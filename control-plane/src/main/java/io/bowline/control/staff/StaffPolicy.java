package io.bowline.control.staff;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How an organization lets the vendor's staff in.
///
/// @param mostHours the longest that one access lasts
public record StaffPolicy(Rule rule, int mostHours) {
  /// Where nobody has said anything.
  public static final StaffPolicy USUAL = new StaffPolicy(Rule.TELL, 8);

  /// The longest that an organization can allow.
  public static final int MOST_HOURS = 168;

  /// What comes of a wish to be let in.
  public enum Rule {
    /// An owner or admin decides.
    ASK,
    /// It is granted at once, and the organization sees and can end it.
    TELL,
    /// It is refused.
    NEVER;

    /// As it stands in the API.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Reads the API's form.
    public static Optional<Rule> parse(String text) {
      return Stream.of(values()).filter(rule -> rule.text().equals(text)).findFirst();
    }
  }
}

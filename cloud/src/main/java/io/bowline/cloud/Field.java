package io.bowline.cloud;

/// One part of a provider's configuration.
///
/// @param name as it stands in the API
/// @param shows how much of its value an answer shows
/// @param description where to find it
public record Field(String name, boolean required, Shows shows, Form form, String description) {
  /// What stands for a secret in answers.
  public static final String MASK = "********";

  private static final int TAIL = 4;

  /// How much of a value anybody may see again.
  public enum Shows {
    EVERYTHING,
    /// The last four characters, by which people tell one key from another.
    TAIL,
    NOTHING
  }

  /// What a value is made of.
  public enum Form {
    /// One line without blanks at its ends.
    LINE(512),
    /// A key in PEM.
    PEM(16 * 1024),
    /// A JSON document, as an object or as its text.
    DOCUMENT(16 * 1024);

    private final int longest;

    Form(int longest) {
      this.longest = longest;
    }

    /// The most characters of a value.
    public int longest() {
      return longest;
    }
  }

  /// A value as answers show it.
  public String shown(String value) {
    return switch (shows) {
      case EVERYTHING -> value;
      case TAIL -> MASK + value.substring(Math.max(0, value.length() - TAIL));
      case NOTHING -> MASK;
    };
  }
}

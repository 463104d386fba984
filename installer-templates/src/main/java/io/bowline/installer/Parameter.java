package io.bowline.installer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Something that may be chosen about a base layer.
///
/// @param name as a variable is written: `install_id`
/// @param kind what values it has
/// @param standard what it is when nobody chooses; empty where somebody has to
/// @param constraint a regular expression that the text of each value matches whole
/// @param help one sentence for who chooses
/// @param refusal what is wrong with a value that does not match, one sentence
/// @param group under which heading a form shows it
/// @param doors which show it
public record Parameter(
    String name,
    Kind kind,
    Optional<String> standard,
    String constraint,
    String help,
    String refusal,
    Group group,
    Set<Door> doors) {

  /// What values there are.
  public enum Kind {
    TEXT,
    NUMBER,
    SWITCH,
    /// Texts with commas between them.
    LIST,
    /// Text that no form, log or history shows.
    SECRET
  }

  /// Headings of a form, in their order.
  public enum Group {
    INSTALL("Your install"),
    NETWORK("Network"),
    CLUSTER("Cluster"),
    RIGHTS("Rights"),
    RUNNER("Runner");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    /// As a person reads it.
    public String title() {
      return title;
    }
  }

  /// Whether it may have a value; of a list, whether each of its texts may be one.
  public boolean admits(String value) {
    return kind == Kind.LIST
        ? List.of(value.split(",", -1)).stream()
            .allMatch(each -> Pattern.matches(constraint, each.strip()))
        : Pattern.matches(constraint, value);
  }

  /// The same name as forms spell it: `InstallId`.
  public String camel() {
    var text = new StringBuilder();
    for (String part : name.split("_", -1)) {
      text.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    return text.toString();
  }
}

package io.bowline.control.domain;

import com.google.common.net.InternetDomainName;
import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A name under which others can be made: in lower case, with ASCII letters only, and without a dot
/// at its end.
public record DomainName(String text) {
  /// So that the longest label of ours and its dot fit in front of it within 253.
  private static final int LONGEST = 253 - 64;

  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+|0x[0-9a-f]*");

  /// Names that no resolver of the public DNS answers for.
  private static final List<String> NOWHERE =
      List.of("localhost", "local", "invalid", "onion", "arpa");

  public DomainName {
    formComplaint(text)
        .ifPresent(why -> {
          throw new IllegalArgumentException(why);
        });
  }

  /// What came of reading a name.
  public sealed interface Reading {
    /// It is one.
    record Good(DomainName name) implements Reading {}

    /// It is none.
    ///
    /// @param why goes on after the field's name, and says what to do
    record Refused(String why) implements Reading {}
  }

  /// Reads a name as people write it: with capitals, letters beyond ASCII, a dot at the end.
  public static Reading read(String sent) {
    if (sent.length() > 4 * LONGEST) {
      return new Reading.Refused(tooLong());
    }
    String name = sent.endsWith(".") ? sent.substring(0, sent.length() - 1) : sent;
    if (name.chars().anyMatch(letter -> letter > 0x7e)) {
      Optional<String> ascii = ascii(name);
      if (ascii.isEmpty()) {
        return new Reading.Refused(
            "has letters beyond ASCII that can be understood in more than one way. Send it in its"
                + " ASCII form, with labels that begin with xn--.");
      }
      name = ascii.get();
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return formComplaint(lower)
        .or(() -> choiceComplaint(lower))
        .<Reading>map(Reading.Refused::new)
        .orElseGet(() -> new Reading.Good(new DomainName(lower)));
  }

  /// The ASCII form, where it stands for these letters and no others.
  private static Optional<String> ascii(String name) {
    try {
      String ascii = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
      // what is mapped to other letters would not be the name that somebody meant
      return IDN.toUnicode(ascii, IDN.USE_STD3_ASCII_RULES).equals(name.toLowerCase(Locale.ROOT))
          ? Optional.of(ascii)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> formComplaint(String name) {
    if (name.length() > LONGEST) {
      return Optional.of(tooLong());
    }
    if (name.contains("*")) {
      return Optional.of(
          "must be the domain itself, without a wildcard: names below it are made by us.");
    }
    return labels(name).stream()
        .map(DomainName::labelComplaint)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// What is a name, and none that anybody can have. The lists behind this grow, so names that were
  /// taken once are not asked again.
  private static Optional<String> choiceComplaint(String name) {
    List<String> labels = labels(name);
    String last = labels.getLast();
    if (DIGITS.matcher(last).matches()) {
      return Optional.of("must be a name, and is an address or ends as one.");
    }
    if (NOWHERE.contains(last)) {
      return Optional.of(
          "ends in .%s, which no public resolver knows. Choose a domain of yours.".formatted(last));
    }
    return labels.size() < 2 || InternetDomainName.from(name).isPublicSuffix()
        ? Optional.of(
            "is a suffix under which others register names. Choose a domain of yours below it.")
        : Optional.empty();
  }

  private static List<String> labels(String name) {
    return List.of(name.split("\\.", -1));
  }

  private static Optional<String> labelComplaint(String label) {
    if (label.isEmpty()) {
      return Optional.of("has an empty part: two dots in a row, or one at its beginning.");
    }
    if (label.length() > 63) {
      return Optional.of("has a part of more than 63 characters.");
    }
    if (!LABEL.matcher(label).matches()) {
      return Optional.of(
          "must be a DNS name: parts of a-z, 0-9 and -, with no - at their ends, and dots between"
              + " them; no scheme, port or path.");
    }
    if (label.startsWith("--", 2) && !isEncoded(label)) {
      return Optional.of("has a part with -- as its third and fourth characters that is no name.");
    }
    return Optional.empty();
  }

  /// Whether a label is the ASCII form of another one.
  private static boolean isEncoded(String label) {
    try {
      String decoded = IDN.toUnicode(label, IDN.USE_STD3_ASCII_RULES);
      return label.startsWith("xn--")
          && !decoded.equals(label)
          && IDN.toASCII(decoded, IDN.USE_STD3_ASCII_RULES).equals(label);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String tooLong() {
    return "has more than %d characters: names of up to 63 are made below it.".formatted(LONGEST);
  }

  /// Whether this is another name, or below it.
  public boolean isWithin(DomainName other) {
    return text.equals(other.text) || text.endsWith("." + other.text);
  }

  /// A name below this one.
  public String below(String label) {
    return label + "." + text;
  }

  @Override
  public String toString() {
    return text;
  }
}

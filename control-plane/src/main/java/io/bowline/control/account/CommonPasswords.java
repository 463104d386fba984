package io.bowline.control.account;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Passwords that are tried first. A list of the commonest has few that are long; those are made of
/// the short ones. So this takes a password apart: one that is nothing but well-known words, rows
/// of a keyboard, years, runs and repetitions is common, however long.
final class CommonPasswords {
  private static final Set<String> WORDS =
      Set.of(
          "password",
          "passwort",
          "passw",
          "pass",
          "word",
          "admin",
          "administrator",
          "root",
          "user",
          "guest",
          "test",
          "tester",
          "testing",
          "login",
          "welcome",
          "willkommen",
          "letmein",
          "changeme",
          "change",
          "secret",
          "default",
          "temp",
          "temporary",
          "iloveyou",
          "love",
          "you",
          "me",
          "my",
          "the",
          "is",
          "a",
          "i",
          "it",
          "monkey",
          "dragon",
          "master",
          "shadow",
          "sunshine",
          "princess",
          "football",
          "baseball",
          "basketball",
          "hockey",
          "soccer",
          "superman",
          "batman",
          "spiderman",
          "starwars",
          "trustno",
          "hello",
          "hallo",
          "freedom",
          "whatever",
          "michael",
          "jessica",
          "jordan",
          "michelle",
          "charlie",
          "thomas",
          "daniel",
          "computer",
          "internet",
          "server",
          "system",
          "access",
          "qwerty",
          "qwertz",
          "azerty",
          "asdf",
          "zxcv",
          "summer",
          "winter",
          "spring",
          "autumn",
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december",
          "monday",
          "friday",
          "sunday",
          "company",
          "kafka",
          "flink",
          "bowline",
          "cloud",
          "kubernetes",
          "docker",
          "demo",
          "new",
          "key",
          "lock",
          "god",
          "jesus",
          "fuck",
          "killer",
          "ninja",
          "mustang",
          "cheese",
          "banana",
          "pokemon",
          "google",
          "facebook");

  /// Where runs are looked for, forwards and backwards.
  private static final List<String> ROWS =
      List.of(
          "01234567890123456789",
          "abcdefghijklmnopqrstuvwxyz",
          "qwertyuiop",
          "qwertzuiop",
          "asdfghjkl",
          "zxcvbnm",
          "yxcvbnm",
          "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
          "1q2w3e4r5t6y7u8i9o0p");

  private static final int SHORTEST_RUN = 3;
  private static final int SHORTEST_KNOWN = 3;

  /// What does not count between words, and at the end.
  private static final String FILLERS = " !?.,-_#*+$%&=:;'\"()/\\@^~<>|[]{}";

  private CommonPasswords() {}

  /// Whether it is a common one.
  ///
  /// @param text in lower case
  /// @param known words that anybody knows of the person, as their address
  static boolean isOne(String text, List<String> known) {
    var words = new HashSet<>(WORDS);
    known.stream()
        .flatMap(CommonPasswords::parts)
        .filter(part -> part.length() >= SHORTEST_KNOWN)
        .forEach(words::add);
    return made(text, words);
  }

  private static Stream<String> parts(String known) {
    String lower = known.toLowerCase(Locale.ROOT);
    return Stream.concat(Stream.of(lower), Stream.of(lower.split("[^\\p{L}\\p{N}]+", -1)));
  }

  /// Without the signs that stand in for letters.
  private static String plain(String text) {
    return text.replace('0', 'o')
        .replace('1', 'i')
        .replace('3', 'e')
        .replace('4', 'a')
        .replace('5', 's')
        .replace('7', 't')
        .replace('@', 'a')
        .replace('$', 's')
        .replace('!', 'i');
  }

  /// Whether nothing is left once all that is well known is taken away.
  private static boolean made(String text, Set<String> words) {
    boolean[] reached = new boolean[text.length() + 1];
    reached[0] = true;
    for (int from = 0; from < text.length(); from++) {
      if (reached[from]) {
        for (int to = from + 1; to <= text.length(); to++) {
          reached[to] |= known(text.substring(from, to), words);
        }
      }
    }
    return reached[text.length()];
  }

  private static boolean known(String part, Set<String> words) {
    return words.contains(part)
        || words.contains(plain(part))
        || (part.length() == 1 && FILLERS.contains(part))
        || year(part)
        || (part.length() >= SHORTEST_RUN && (repeats(part) || run(part)));
  }

  private static boolean year(String part) {
    return part.length() <= 4 && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// The same one, two or three characters again and again.
  private static boolean repeats(String part) {
    return Stream.of(1, 2, 3)
        .anyMatch(
            period -> part.length() >= 3 * period && part.startsWith(part.substring(period), 0));
  }

  private static boolean run(String part) {
    String back = new StringBuilder(part).reverse().toString();
    return ROWS.stream().anyMatch(row -> row.contains(part) || row.contains(back));
  }
}

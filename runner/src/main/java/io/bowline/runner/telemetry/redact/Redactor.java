package io.bowline.runner.telemetry.redact;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Masks the lines of one stream, one after the other, and counts. A private key goes over many
/// lines, so it remembers whether it is within one.
public final class Redactor {
  private static final String KEY = "private-key";
  private static final int LONGEST_KEY = 200;

  private final List<Rule> rules;
  private final SortedMap<String, Integer> counts = new TreeMap<>();
  private int linesOfKey;
  private long lines;

  /// Begins a stream.
  public Redactor(Redaction redaction) {
    this.rules = redaction.rules();
  }

  /// The line as it may leave.
  public String mask(String line) {
    int before = total();
    String masked = key(line);
    for (Rule rule : rules) {
      Rule.Masked now = rule.mask(masked);
      masked = now.line();
      count(rule.name(), now.count());
    }
    if (total() > before) {
      lines++;
    }
    return masked;
  }

  private String key(String line) {
    int begin = line.indexOf("-----BEGIN ");
    boolean begins = begin >= 0 && line.indexOf("PRIVATE KEY", begin) > begin;
    if (linesOfKey == 0 && !begins) {
      return line;
    }
    int end = line.indexOf("-----END ", begins ? begin : 0);
    int close = end < 0 ? -1 : line.indexOf("-----", end + 9);
    String before = begins ? line.substring(0, begin) : "";
    String after = close < 0 ? "" : line.substring(close + 5);
    count(KEY, begins ? 1 : 0);
    linesOfKey = end >= 0 || linesOfKey >= LONGEST_KEY ? 0 : linesOfKey + 1;
    return before + "[redacted:" + KEY + "]" + after;
  }

  private void count(String rule, int more) {
    if (more > 0) {
      counts.merge(rule, more, Integer::sum);
    }
  }

  private int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// What was masked so far.
  public Tally tally() {
    return new Tally(lines, new TreeMap<>(counts));
  }

  /// How much was masked.
  ///
  /// @param lines in which something was
  /// @param byRule how often by each rule
  public record Tally(long lines, SortedMap<String, Integer> byRule) {
    /// How many secrets.
    public long secrets() {
      return byRule.values().stream().mapToLong(Integer::longValue).sum();
    }
  }
}

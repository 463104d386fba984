package io.bowline.control.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which label sets are wanted: all conditions hold.
public record Selector(List<Condition> conditions) {
  /// Wants everything.
  public static final Selector ALL = new Selector(List.of());

  private static final int MOST = 20;
  private static final Pattern FORM = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_.]*)(!?=)(.*)");

  public Selector {
    conditions = List.copyOf(conditions);
  }

  /// What one label must be, or must not be. A label that is not there is an empty text.
  ///
  /// @param pattern a text in which `*` stands for any characters
  public record Condition(String label, boolean equal, String pattern) {
    boolean holds(Labels labels) {
      return fits(labels.values().getOrDefault(label, "")) == equal;
    }

    private boolean fits(String value) {
      String[] parts = pattern.split("\\*", -1);
      if (parts.length == 1) {
        return value.equals(pattern);
      }
      int at = parts[0].length();
      if (!value.startsWith(parts[0])) {
        return false;
      }
      for (int i = 1; i < parts.length - 1; i++) {
        int found = value.indexOf(parts[i], at);
        if (found < 0) {
          return false;
        }
        at = found + parts[i].length();
      }
      String last = parts[parts.length - 1];
      return value.length() - at >= last.length() && value.endsWith(last);
    }
  }

  /// Reads conditions such as `pod=broker-*` and `container!=sidecar`.
  ///
  /// @throws IllegalArgumentException naming the one that cannot be read
  public static Selector parse(List<String> texts) {
    if (texts.size() > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " conditions are taken");
    }
    var conditions = new ArrayList<Condition>();
    for (String text : texts) {
      Matcher form = FORM.matcher(text);
      if (!form.matches() || text.length() > Labels.MAX_VALUE) {
        throw new IllegalArgumentException(
            "'" + text + "' is not of the form label=value or label!=value (* for any characters)");
      }
      conditions.add(new Condition(form.group(1), form.group(2).equals("="), form.group(3)));
    }
    return new Selector(conditions);
  }

  /// With one more condition.
  public Selector and(String label, String pattern) {
    var all = new ArrayList<>(conditions);
    all.add(new Condition(label, true, pattern));
    return new Selector(all);
  }

  public boolean test(Labels labels) {
    return conditions.stream().allMatch(condition -> condition.holds(labels));
  }
}

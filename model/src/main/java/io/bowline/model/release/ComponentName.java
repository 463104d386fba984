package io.bowline.model.release;

import java.util.regex.Pattern;

/// The name of a component within its release; a DNS label, since objects are named after it.
public record ComponentName(String value) implements Comparable<ComponentName> {
  private static final Pattern LABEL = Pattern.compile("[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?");

  public ComponentName {
    if (!LABEL.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "component name is not a DNS label of at most 40 characters (a-z, 0-9, -)");
    }
  }

  @Override
  public int compareTo(ComponentName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

package io.bowline.model.finding;

import java.util.Arrays;

/// What can be found.
public enum FindingKind {
  FOREIGN_IMAGE("foreign-image", "running images that are not in the customer's registry"),
  BLOCKED_IMAGE("blocked-image", "images that the customer's registry keeps back"),
  UNCHECKED("unchecked", "checks that could not be made");

  private final String word;
  private final String meaning;

  FindingKind(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  /// As people and other programs see it.
  public String word() {
    return word;
  }

  String meaning() {
    return meaning;
  }

  /// The kind of that word.
  ///
  /// @throws IllegalArgumentException when there is no such kind
  public static FindingKind of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind of finding: " + word));
  }
}

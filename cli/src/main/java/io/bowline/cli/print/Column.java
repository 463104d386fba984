package io.bowline.cli.print;

/// A column of a table.
///
/// @param pointer JSON pointer to its value
public record Column(String title, String pointer) {
  /// A column.
  public static Column of(String title, String pointer) {
    return new Column(title, pointer);
  }
}

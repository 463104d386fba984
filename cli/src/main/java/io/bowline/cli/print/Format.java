package io.bowline.cli.print;

/// The forms that every answer can be printed in.
public enum Format {
  table,
  json,
  yaml,
  name
}

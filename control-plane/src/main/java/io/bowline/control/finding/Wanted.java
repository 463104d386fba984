package io.bowline.control.finding;

/// Which findings are asked for.
public enum Wanted {
  OPEN,
  CLOSED,
  ALL
}

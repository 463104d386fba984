package io.bowline.runner.host;

/// Hears what a child writes while it writes it.
@FunctionalInterface
public interface LineListener {
  /// Which stream of the child a line came from.
  enum Source {
    OUT,
    ERR
  }

  /// One line without its end; an overlong one comes in parts. Called from one thread per stream.
  void line(Source source, String line);

  /// Listens to nothing.
  static LineListener none() {
    return (_, _) -> {};
  }
}

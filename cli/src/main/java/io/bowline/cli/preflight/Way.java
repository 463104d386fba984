package io.bowline.cli.preflight;

/// A way out that an install needs.
///
/// @param name as the docs call it: link, logs, metrics, artifacts
record Way(String name, String host, int port) {
  @Override
  public String toString() {
    return host + ":" + port;
  }
}

package io.bowline.cloud.preflight;

/// A way out that an install needs.
///
/// @param name as the docs call it: link, logs, metrics, artifacts
public record Way(String name, String host, int port) {
  @Override
  public String toString() {
    return host + ":" + port;
  }
}

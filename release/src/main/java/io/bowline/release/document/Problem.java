package io.bowline.release.document;

/// What is wrong with one field of a release document.
///
/// @param path e.g. `components[2].after[0]`; empty for the whole document
public record Problem(String path, String message) {
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + " " + message;
  }
}

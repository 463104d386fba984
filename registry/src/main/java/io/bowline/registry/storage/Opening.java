package io.bowline.registry.storage;

/// What came of taking hold of an upload.
public sealed interface Opening {
  /// It is the caller's until closed.
  record Held(Upload upload) implements Opening {}

  /// Another request is writing to it.
  record Busy() implements Opening {}

  /// There is none of this name: never begun, finished, cancelled or forgotten.
  record Unknown() implements Opening {}
}

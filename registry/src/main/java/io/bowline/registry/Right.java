package io.bowline.registry;

/// What a caller may do in a repository.
public enum Right {
  PULL,
  PUSH,
  DELETE
}

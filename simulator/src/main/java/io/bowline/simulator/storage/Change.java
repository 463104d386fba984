package io.bowline.simulator.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// One committed write. Trees in it are shared: read them, never change them.
public record Change(
    long revision, Type type, Key key, ObjectNode object, Optional<ObjectNode> before) {

  /// What happened, in the words of a watch.
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }
}

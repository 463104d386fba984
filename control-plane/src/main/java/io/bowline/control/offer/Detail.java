package io.bowline.control.offer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// What the audit keeps about a pin beside who, what and when.
final class Detail {
  private Detail() {}

  static String of(String what) {
    return JsonNodeFactory.instance.objectNode().put("pin", what).toString();
  }
}

package io.bowline.control.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the audit keeps about a change beside who, what and when.
final class CatalogDetail {
  private final ObjectNode fields = JsonNodeFactory.instance.objectNode();

  private CatalogDetail() {}

  static CatalogDetail of(String name, String value) {
    return new CatalogDetail().and(name, value);
  }

  CatalogDetail and(String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
    return this;
  }

  String json() {
    return fields.toString();
  }
}

package io.bowline.simulator.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bowline.simulator.json.MalformedJson;
import io.bowline.simulator.json.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The body of a server-side apply: YAML, of which JSON is a part.
final class Yaml {
  private Yaml() {}

  static ObjectNode object(byte[] body) {
    for (byte first : body) {
      if (first == '{') {
        return Tree.parseObject(body);
      }
      if (!Character.isWhitespace(first)) {
        return parse(body);
      }
    }
    throw new MalformedJson("the body is empty", null);
  }

  private static ObjectNode parse(byte[] body) {
    try {
      JsonNode read = new YAMLMapper().readTree(body);
      if (read instanceof ObjectNode object) {
        return object;
      }
      throw new MalformedJson("an object was expected", null);
    } catch (JacksonException e) {
      throw new MalformedJson(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

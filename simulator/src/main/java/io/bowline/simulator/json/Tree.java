package io.bowline.simulator.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Reading and growing JSON trees by path.
public final class Tree {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).build())
              .build());

  private Tree() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /// Reads any JSON value.
  ///
  /// @throws MalformedJson saying where it stopped being JSON
  public static JsonNode parse(byte[] bytes) {
    try {
      JsonNode read = MAPPER.readTree(bytes);
      return read == null ? MissingNode.getInstance() : read;
    } catch (JacksonException e) {
      throw new MalformedJson(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a JSON object.
  ///
  /// @throws MalformedJson when it is anything else
  public static ObjectNode parseObject(byte[] bytes) {
    if (parse(bytes) instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedJson("a JSON object was expected", null);
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /// What is at the path, or a missing node.
  public static JsonNode at(JsonNode from, String... path) {
    JsonNode here = from;
    for (String step : path) {
      here = here.path(step);
    }
    return here;
  }

  public static boolean has(JsonNode from, String... path) {
    JsonNode found = at(from, path);
    return !found.isMissingNode() && !found.isNull();
  }

  /// The text at the path, or an empty one.
  public static String text(JsonNode from, String... path) {
    return at(from, path).asText("");
  }

  public static int number(JsonNode from, int otherwise, String... path) {
    return at(from, path).asInt(otherwise);
  }

  /// The object at the path, grown where it is not there yet.
  public static ObjectNode grow(ObjectNode from, String... path) {
    ObjectNode here = from;
    for (String step : path) {
      here = here.get(step) instanceof ObjectNode next ? next : here.putObject(step);
    }
    return here;
  }

  /// The array in a field, grown where it is not there yet.
  public static ArrayNode growArray(ObjectNode from, String field) {
    return from.get(field) instanceof ArrayNode there ? there : from.putArray(field);
  }

  /// The objects of the array at the path; anything else in it is left out.
  public static List<ObjectNode> objects(JsonNode from, String... path) {
    List<ObjectNode> found = new ArrayList<>();
    for (JsonNode item : at(from, path)) {
      if (item instanceof ObjectNode object) {
        found.add(object);
      }
    }
    return found;
  }

  /// Sets a field that is not there.
  public static void putIfAbsent(ObjectNode on, String field, JsonNode value) {
    if (!has(on, field)) {
      on.set(field, value);
    }
  }

  public static void putIfAbsent(ObjectNode on, String field, String value) {
    if (!has(on, field)) {
      on.put(field, value);
    }
  }

  public static void putIfAbsent(ObjectNode on, String field, int value) {
    if (!has(on, field)) {
      on.put(field, value);
    }
  }

  public static void putIfAbsent(ObjectNode on, String field, boolean value) {
    if (!has(on, field)) {
      on.put(field, value);
    }
  }
}

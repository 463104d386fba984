package io.bowline.runner.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.runner.platform.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/// JSON as steps keep and compare it: keys in order, so that equal data has equal bytes.
public final class Json {
  private static final long MAX_BYTES = 64L << 20;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// Bytes that are the same for equal data.
  public static byte[] canonical(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(sorted(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  public static Digest digest(JsonNode node) {
    return Digest.of(canonical(node));
  }

  public static JsonNode tree(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON", e);
    }
  }

  public static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("not JSON", e);
    }
  }

  /// Plain data (maps, lists, records) as a tree.
  public static JsonNode toTree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static <T> T fromTree(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("not a " + type.getSimpleName(), e);
    }
  }

  public static <T> T fromTree(JsonNode tree, TypeReference<T> type) {
    return MAPPER.convertValue(tree, type);
  }

  public static void write(Path file, Object value) {
    try {
      Files.write(file, canonical(MAPPER.valueToTree(value)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /// Writes a file that is either whole or absent, also after a power cut.
  public static void writeDurably(Path file, Object value) {
    try {
      Durable.replace(file, canonical(MAPPER.valueToTree(value)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  public static <T> T read(Path file, Class<T> type) {
    return fromTree(read(file), type);
  }

  public static JsonNode read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file.getFileName() + " is larger than " + MAX_BYTES + " bytes");
      }
      return tree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var names = new TreeSet<String>();
      object.fieldNames().forEachRemaining(names::add);
      ObjectNode copy = object();
      names.forEach(name -> copy.set(name, sorted(object.path(name))));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> copy.add(sorted(item)));
      return copy;
    }
    return node;
  }
}

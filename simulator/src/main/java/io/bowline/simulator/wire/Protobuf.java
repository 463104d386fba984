package io.bowline.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.wire.Messages.Field;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/// Reads an object in Kubernetes' protobuf envelope (`k8s\0`) into the same tree as its JSON.
public final class Protobuf {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int DEEPEST = 32;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Protobuf() {}

  /// Reads a request's body.
  ///
  /// @throws Unreadable naming the kind that is not in the table, or what is wrong
  public static ObjectNode read(byte[] body) {
    if (body.length < MAGIC.length || !Arrays.equals(Arrays.copyOf(body, MAGIC.length), MAGIC)) {
      throw new Unreadable("the body does not appear to be a protobuf message: no k8s prefix");
    }
    Reader envelope = new Reader(Arrays.copyOfRange(body, MAGIC.length, body.length));
    String apiVersion = "";
    String kind = "";
    byte[] raw = {};
    while (envelope.more()) {
      long tag = envelope.varint();
      switch ((int) (tag >>> 3)) {
        case 1 -> {
          Reader meta = new Reader(envelope.bytes());
          while (meta.more()) {
            long inner = meta.varint();
            String text = text(meta.bytes());
            if (inner >>> 3 == 1) {
              apiVersion = text;
            } else {
              kind = text;
            }
          }
        }
        case 2 -> raw = envelope.bytes();
        default -> envelope.skip((int) (tag & 7));
      }
    }
    ObjectNode object = Tree.object();
    object.put("kind", kind).put("apiVersion", apiVersion);
    message(name(apiVersion, kind), raw, object, 0);
    return object;
  }

  /// What every group calls the same, and what clients send with other groups' versions.
  private static String name(String apiVersion, String kind) {
    return kind.equals("DeleteOptions") ? "meta.DeleteOptions" : apiVersion + "." + kind;
  }

  private static void message(String type, byte[] raw, ObjectNode into, int depth) {
    Map<Integer, Field> fields =
        Messages.find(type)
            .orElseThrow(
                () -> new Unreadable("protobuf of " + type + " is not supported: send JSON"));
    if (depth > DEEPEST) {
      throw new Unreadable("protobuf is nested deeper than " + DEEPEST);
    }
    Reader reader = new Reader(raw);
    while (reader.more()) {
      long tag = reader.varint();
      int wireType = (int) (tag & 7);
      Field field = fields.get((int) (tag >>> 3));
      if (field == null) {
        reader.skip(wireType);
      } else {
        field(field, reader, wireType, into, depth);
      }
    }
  }

  private static void field(Field field, Reader reader, int wireType, ObjectNode into, int depth) {
    if (wireType == Reader.VARINT) {
      number(field, reader.varint(), into);
      return;
    }
    if (wireType != Reader.BYTES) {
      reader.skip(wireType);
      return;
    }
    byte[] raw = reader.bytes();
    if (field.inline()) {
      message(field.type(), raw, into, depth + 1);
    } else if (field.type().startsWith("map:")) {
      entry(raw, field.type().substring(4), Tree.grow(into, field.name()), depth);
    } else if (field.repeated()) {
      Tree.growArray(into, field.name()).add(value(field.type(), raw, depth));
    } else {
      JsonNode value = value(field.type(), raw, depth);
      boolean noTime = raw.length == 0 && value.isTextual();
      if (!noTime && !(field.plain() && value.isObject() && value.isEmpty())) {
        into.set(field.name(), value);
      }
    }
  }

  /// As Jackson reads it from text: equal numbers are to be equal trees.
  private static JsonNode whole(long value) {
    return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }

  private static void number(Field field, long value, ObjectNode into) {
    if (value == 0 && field.plain()) {
      return;
    }
    JsonNode node = field.type().equals("bool") ? BooleanNode.valueOf(value != 0) : whole(value);
    if (field.repeated()) {
      Tree.growArray(into, field.name()).add(node);
    } else {
      into.set(field.name(), node);
    }
  }

  private static void entry(byte[] raw, String type, ObjectNode into, int depth) {
    Reader reader = new Reader(raw);
    String key = "";
    byte[] value = {};
    while (reader.more()) {
      long tag = reader.varint();
      if (tag >>> 3 == 1) {
        key = text(reader.bytes());
      } else {
        value = reader.bytes();
      }
    }
    into.set(key, value(type, value, depth));
  }

  private static JsonNode value(String type, byte[] raw, int depth) {
    return switch (type) {
      case "string" -> TextNode.valueOf(text(raw));
      case "bytes" -> TextNode.valueOf(Base64.getEncoder().encodeToString(raw));
      case "time" -> TextNode.valueOf(time(raw, DateTimeFormatter.ISO_INSTANT));
      case "microtime" -> TextNode.valueOf(time(raw, MICROS));
      case "quantity" -> TextNode.valueOf(first(raw));
      case "intstr" -> intOrText(raw);
      case "raw" -> Tree.parse(first(raw).getBytes(StandardCharsets.UTF_8));
      case "json" -> {
        Reader reader = new Reader(raw);
        reader.varint();
        yield Tree.parse(reader.bytes());
      }
      default -> {
        ObjectNode deeper = Tree.object();
        message(type, raw, deeper, depth + 1);
        yield deeper;
      }
    };
  }

  /// The first field of a message of one text.
  private static String first(byte[] raw) {
    Reader reader = new Reader(raw);
    String found = "";
    while (reader.more()) {
      long tag = reader.varint();
      if (tag >>> 3 == 1 && (tag & 7) == Reader.BYTES) {
        found = text(reader.bytes());
      } else {
        reader.skip((int) (tag & 7));
      }
    }
    return found;
  }

  private static JsonNode intOrText(byte[] raw) {
    Reader reader = new Reader(raw);
    long type = 0;
    long number = 0;
    String text = "";
    while (reader.more()) {
      long tag = reader.varint();
      switch ((int) (tag >>> 3)) {
        case 1 -> type = reader.varint();
        case 2 -> number = reader.varint();
        case 3 -> text = text(reader.bytes());
        default -> reader.skip((int) (tag & 7));
      }
    }
    return type == 0 ? whole(number) : TextNode.valueOf(text);
  }

  private static String time(byte[] raw, DateTimeFormatter format) {
    Reader reader = new Reader(raw);
    long seconds = 0;
    long nanos = 0;
    while (reader.more()) {
      long tag = reader.varint();
      if (tag >>> 3 == 1) {
        seconds = reader.varint();
      } else {
        nanos = reader.varint();
      }
    }
    return raw.length == 0 ? "" : format.format(Instant.ofEpochSecond(seconds, nanos));
  }

  private static String text(byte[] raw) {
    return new String(raw, StandardCharsets.UTF_8);
  }
}

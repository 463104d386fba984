package io.bowline.testkit.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/// Functions of templates whose value follows from what they are given alone.
final class ArmValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// The space of names in which Azure's `guid` makes its version-5 UUIDs.
  private static final UUID NAMES = UUID.fromString("11fb06fb-712d-4ddd-98c7-e71bbd588830");

  private ArmValues() {}

  static JsonNode of(String name, List<JsonNode> given) {
    return switch (name) {
      case "concat" -> concat(given);
      case "format" -> text(format(given));
      case "replace" -> text(word(given, 0).replace(word(given, 1), word(given, 2)));
      case "tolower" -> text(word(given, 0).toLowerCase(Locale.ROOT));
      case "substring" ->
          text(
              word(given, 0)
                  .substring(
                      given.get(1).intValue(), given.get(1).intValue() + given.get(2).intValue()));
      case "split" ->
          texts(List.of(word(given, 0).split(java.util.regex.Pattern.quote(word(given, 1)), -1)));
      case "string" ->
          text(
              given.getFirst().isValueNode()
                  ? given.getFirst().asText()
                  : given.getFirst().toString());
      case "int" -> IntNode.valueOf(Integer.parseInt(given.getFirst().asText()));
      case "bool" -> BooleanNode.valueOf(Boolean.parseBoolean(given.getFirst().asText()));
      case "empty" ->
          BooleanNode.valueOf(
              given.getFirst().isTextual() ? word(given, 0).isEmpty() : given.getFirst().isEmpty());
      case "equals" -> BooleanNode.valueOf(given.get(0).equals(given.get(1)));
      case "not" -> BooleanNode.valueOf(!given.getFirst().booleanValue());
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      case "null" -> NullNode.instance;
      case "add" -> IntNode.valueOf(given.get(0).intValue() + given.get(1).intValue());
      case "mul" -> IntNode.valueOf(given.get(0).intValue() * given.get(1).intValue());
      case "length" ->
          IntNode.valueOf(
              given.getFirst().isTextual() ? word(given, 0).length() : given.getFirst().size());
      case "createarray" -> array(given);
      case "range" -> range(given.get(0).intValue(), given.get(1).intValue());
      case "union" -> union(given);
      case "createobject" -> object(given);
      case "guid" -> text(guid(given));
      case "base64" -> text(Base64.getEncoder().encodeToString(word(given, 0).getBytes(UTF_8)));
      case "base64tostring" -> text(new String(Base64.getDecoder().decode(word(given, 0)), UTF_8));
      case "cidrsubnet" ->
          text(subnet(word(given, 0), given.get(1).intValue(), given.get(2).intValue()));
      case "cidrhost" -> text(host(word(given, 0), given.get(1).intValue() + 1));
      default -> throw new IllegalArgumentException("no function " + name);
    };
  }

  private static TextNode text(String value) {
    return TextNode.valueOf(value);
  }

  private static String word(List<JsonNode> given, int at) {
    JsonNode value = given.get(at);
    if (!value.isValueNode()) {
      throw new IllegalArgumentException("not a text: " + value);
    }
    return value.asText();
  }

  private static JsonNode concat(List<JsonNode> given) {
    if (!given.getFirst().isArray()) {
      return text(given.stream().map(JsonNode::asText).collect(Collectors.joining()));
    }
    ArrayNode all = JSON.arrayNode();
    given.forEach(each -> all.addAll((ArrayNode) each));
    return all;
  }

  private static String format(List<JsonNode> given) {
    String made = word(given, 0);
    for (int at = 1; at < given.size(); at++) {
      made = made.replace("{%d}".formatted(at - 1), word(given, at));
    }
    return made;
  }

  private static ArrayNode texts(List<String> values) {
    ArrayNode all = JSON.arrayNode();
    values.forEach(all::add);
    return all;
  }

  private static ArrayNode array(List<JsonNode> values) {
    ArrayNode all = JSON.arrayNode();
    values.forEach(all::add);
    return all;
  }

  private static ArrayNode range(int from, int count) {
    ArrayNode all = JSON.arrayNode();
    for (int each = from; each < from + count; each++) {
      all.add(each);
    }
    return all;
  }

  private static JsonNode object(List<JsonNode> given) {
    ObjectNode all = JSON.objectNode();
    for (int at = 0; at < given.size(); at += 2) {
      all.set(word(given, at), given.get(at + 1));
    }
    return all;
  }

  private static JsonNode union(List<JsonNode> given) {
    ObjectNode all = JSON.objectNode();
    given.forEach(each -> all.setAll((ObjectNode) each));
    return all;
  }

  private static String guid(List<JsonNode> given) {
    String name = given.stream().map(JsonNode::asText).collect(Collectors.joining("-"));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(
          ByteBuffer.allocate(16)
              .putLong(NAMES.getMostSignificantBits())
              .putLong(NAMES.getLeastSignificantBits())
              .array());
      byte[] made = digest.digest(name.getBytes(UTF_8));
      made[6] = (byte) ((made[6] & 0x0f) | 0x50);
      made[8] = (byte) ((made[8] & 0x3f) | 0x80);
      String hex = HexFormat.of().formatHex(made, 0, 16);
      return "%s-%s-%s-%s-%s"
          .formatted(
              hex.substring(0, 8),
              hex.substring(8, 12),
              hex.substring(12, 16),
              hex.substring(16, 20),
              hex.substring(20));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String subnet(String range, int prefix, int at) {
    return dotted(first(range) + ((long) at << (32 - prefix))) + "/" + prefix;
  }

  private static String host(String range, int at) {
    return dotted(first(range) + at);
  }

  private static long first(String range) {
    long found = 0;
    for (String part : range.substring(0, range.indexOf('/')).split("\\.", -1)) {
      found = found * 256 + Integer.parseInt(part);
    }
    int prefix = Integer.parseInt(range.substring(range.indexOf('/') + 1));
    return found >> (32 - prefix) << (32 - prefix);
  }

  private static String dotted(long address) {
    return "%d.%d.%d.%d"
        .formatted(address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
  }
}

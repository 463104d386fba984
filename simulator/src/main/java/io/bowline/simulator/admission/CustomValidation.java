package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.simulator.admission.Refusal.Cause;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whether an object of a custom kind keeps to its schema, told in the real server's words.
final class CustomValidation {
  private final List<Cause> causes;

  private CustomValidation(List<Cause> causes) {
    this.causes = causes;
  }

  /// Adds what is wrong.
  static void check(JsonNode schema, JsonNode object, List<Cause> causes) {
    var validation = new CustomValidation(causes);
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonNode value = object.path(property.getKey());
      boolean own = !List.of("apiVersion", "kind", "metadata").contains(property.getKey());
      if (own && !value.isMissingNode()) {
        validation.value(property.getKey(), property.getValue(), value);
      }
    }
    validation.required("", schema, object);
  }

  private void value(String path, JsonNode schema, JsonNode value) {
    if (value.isNull() && CustomSchema.nullable(schema)) {
      return;
    }
    List<String> types = CustomSchema.types(schema);
    String type = type(value);
    boolean fits = types.contains(type) || (type.equals("integer") && types.contains("number"));
    if (!types.isEmpty() && !fits) {
      causes.add(
          new Cause(
              path,
              "FieldValueTypeInvalid",
              "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
                  .formatted(type, path, String.join(",", types), type)));
      return;
    }
    oneOf(path, schema, value);
    switch (value.getNodeType()) {
      case OBJECT -> object(path, schema, value);
      case ARRAY -> array(path, schema, value);
      case STRING -> text(path, schema, value.asText());
      case NUMBER -> number(path, schema, value);
      case BOOLEAN, NULL, MISSING, BINARY, POJO -> {}
    }
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.decimalValue().stripTrailingZeros().scale() <= 0 ? "integer" : "number";
      case NULL, MISSING, BINARY, POJO -> "null";
    };
  }

  private void oneOf(String path, JsonNode schema, JsonNode value) {
    JsonNode allowed = schema.path("enum");
    if (allowed.isArray() && allowed.valueStream().noneMatch(value::equals)) {
      causes.add(
          new Cause(
              path,
              "FieldValueNotSupported",
              "Unsupported value: %s: supported values: %s"
                  .formatted(
                      value,
                      allowed
                          .valueStream()
                          .map(JsonNode::toString)
                          .collect(Collectors.joining(", ")))));
    }
  }

  private void object(String path, JsonNode schema, JsonNode value) {
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode of = CustomSchema.property(schema, field.getKey());
      if (of.isObject()) {
        value(path + "." + field.getKey(), of, field.getValue());
      }
    }
    required(path + ".", schema, value);
  }

  private void required(String prefix, JsonNode schema, JsonNode value) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        causes.add(Cause.required(prefix + name.asText(), ""));
      }
    }
  }

  private void array(String path, JsonNode schema, JsonNode value) {
    int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    if (value.size() > most) {
      causes.add(
          new Cause(
              path,
              "FieldValueTooMany",
              "Too many: %d: must have at most %d items".formatted(value.size(), most)));
    }
    if (value.size() < schema.path("minItems").asInt(0)) {
      wrong(
          path,
          Integer.toString(value.size()),
          "should have at least %s items".formatted(schema.path("minItems")));
    }
    for (int i = 0; i < value.size(); i++) {
      value(path + "[" + i + "]", schema.path("items"), value.get(i));
    }
  }

  private void text(String path, JsonNode schema, String value) {
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    if (value.getBytes(StandardCharsets.UTF_8).length > most) {
      causes.add(
          new Cause(
              path,
              "FieldValueTooLong",
              "Too long: may not be more than %d bytes".formatted(most)));
    }
    if (value.length() < schema.path("minLength").asInt(0)) {
      wrong(
          path,
          '"' + value + '"',
          "should be at least %s chars long".formatted(schema.path("minLength")));
    }
    String pattern = schema.path("pattern").asText("");
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(value).find()) {
      wrong(path, '"' + value + '"', "should match '%s'".formatted(pattern));
    }
  }

  private void number(String path, JsonNode schema, JsonNode value) {
    BigDecimal number = value.decimalValue();
    JsonNode least = schema.path("minimum");
    if (least.isNumber() && number.compareTo(least.decimalValue()) < 0) {
      wrong(path, value.asText(), "should be greater than or equal to " + least.asText());
    }
    JsonNode most = schema.path("maximum");
    if (most.isNumber() && number.compareTo(most.decimalValue()) > 0) {
      wrong(path, value.asText(), "should be less than or equal to " + most.asText());
    }
  }

  private void wrong(String path, String shown, String why) {
    causes.add(
        new Cause(
            path,
            "FieldValueInvalid",
            "Invalid value: %s: %s in body %s".formatted(shown, path, why)));
  }
}

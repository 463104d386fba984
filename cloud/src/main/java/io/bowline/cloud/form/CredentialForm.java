package io.bowline.cloud.form;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cloud.Configuration;
import io.bowline.cloud.Field;
import io.bowline.cloud.ProviderType;
import io.bowline.model.place.Cloud;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads a configuration as it was sent, and checks all of its form that needs no network.
public final class CredentialForm {
  // a stranger's body may have a hundred thousand keys, and each would be answered
  private static final int MOST_COMPLAINTS = 10;

  private final ProviderType type;
  private final Optional<Configuration> before;

  private CredentialForm(ProviderType type, Optional<Configuration> before) {
    this.type = type;
    this.before = before;
  }

  /// Reads a new configuration.
  public static Reading read(Cloud cloud, Map<String, JsonNode> sent) {
    return new CredentialForm(ProviderType.of(cloud), Optional.empty()).read(sent);
  }

  /// Reads what shall change: a key that is not sent keeps its value, and so does one that is sent
  /// as it was shown; null takes an optional one away.
  public static Reading change(Configuration before, Map<String, JsonNode> sent) {
    return new CredentialForm(ProviderType.of(before.cloud()), Optional.of(before)).read(sent);
  }

  private Reading read(Map<String, JsonNode> sent) {
    Given given = new Given(before.map(Configuration::reveal).orElse(Map.of()));
    sent.keySet().stream()
        .filter(name -> type.field(name).isEmpty())
        .forEach(name -> given.complain(shortened(name), "is not known here: " + known()));
    for (Field field : type.fields()) {
      JsonNode value = sent.get(field.name());
      if (value != null) {
        take(given, field, value);
      }
      if (field.required() && !given.values().containsKey(field.name())) {
        missing(given, field);
      }
    }
    check(given);
    return given.complaints().isEmpty()
        ? new Reading.Good(new Configuration(type.cloud(), inOrder(given.values())))
        : new Reading.Refused(given.complaints().stream().limit(MOST_COMPLAINTS).toList());
  }

  private String known() {
    return "the configuration of %s has %s"
        .formatted(
            type.cloud().text(),
            String.join(", ", type.fields().stream().map(Field::name).toList()));
  }

  private static String shortened(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.-]", "?");
    return plain.length() > 64 ? plain.substring(0, 64) : plain;
  }

  private static void missing(Given given, Field field) {
    if (given.complaints().stream().noneMatch(known -> known.field().equals(field.name()))) {
      given.complain(field.name(), "is missing. " + field.description());
    }
  }

  private void take(Given given, Field field, JsonNode value) {
    String name = field.name();
    if (value.isNull() && !field.required()) {
      given.values().remove(name);
    } else if (value.isObject() && field.form() == Field.Form.DOCUMENT) {
      takeText(given, field, value.toString());
    } else if (value.isTextual()) {
      takeText(given, field, value.textValue());
    } else {
      given.complain(name, "must be text. " + field.description());
    }
  }

  private void takeText(Given given, Field field, String text) {
    String name = field.name();
    if (before
        .flatMap(known -> known.find(name))
        .filter(old -> field.shown(old).equals(text))
        .isPresent()) {
      return;
    }
    if (text.startsWith(Field.MASK)) {
      given.complain(name, "is what stands for a value in answers. Send the value itself.");
    } else if (text.isBlank()) {
      given.complain(name, "is empty. " + field.description());
    } else if (text.length() > field.form().longest()) {
      given.complain(name, "is longer than %d characters.".formatted(field.form().longest()));
    } else if (field.form() == Field.Form.LINE && !isLine(text)) {
      given.complain(
          name, "has blanks at its ends, line breaks or characters that are not printed.");
    } else {
      given.put(name, text);
    }
  }

  private static boolean isLine(String text) {
    return text.strip().equals(text) && text.chars().noneMatch(Character::isISOControl);
  }

  private void check(Given given) {
    switch (type.cloud()) {
      case AWS -> AwsForm.check(given);
      case GCP -> GoogleForm.check(given);
      case ORACLE -> OracleForm.check(given);
      case AZURE -> AzureForm.check(given);
    }
  }

  private Map<String, String> inOrder(Map<String, String> values) {
    var ordered = new LinkedHashMap<String, String>();
    type.fields().stream()
        .map(Field::name)
        .filter(values::containsKey)
        .forEach(name -> ordered.put(name, values.get(name)));
    return ordered;
  }
}

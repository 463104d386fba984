package io.bowline.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/// A provider's configuration, secrets and all. It prints nothing; what may be seen is `shown`.
public final class Configuration {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Cloud cloud;
  private final Map<String, String> values;

  /// Takes values that were checked.
  public Configuration(Cloud cloud, Map<String, String> values) {
    this.cloud = cloud;
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public Cloud cloud() {
    return cloud;
  }

  /// A value, for the one place that uses it.
  public Optional<String> find(String field) {
    return Optional.ofNullable(values.get(field));
  }

  /// A value that every configuration of this cloud has.
  public String require(String field) {
    return find(field)
        .orElseThrow(() -> new IllegalStateException("a configuration without " + field));
  }

  /// All values, to be sealed.
  public Map<String, String> reveal() {
    return values;
  }

  /// The whole of it as one document, to be sealed for whoever asks the cloud.
  public byte[] document() {
    ObjectNode document = JSON.createObjectNode().put("provider_type", cloud.text());
    values.forEach(document.putObject("configuration")::put);
    return document.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Reads such a document.
  ///
  /// @throws IllegalArgumentException when it is none; without a word of what is in it
  public static Configuration read(byte[] document) {
    try {
      JsonNode read = JSON.readTree(document);
      Cloud cloud = Cloud.parse(read.path("provider_type").asText()).orElseThrow();
      var values = new LinkedHashMap<String, String>();
      read.path("configuration")
          .properties()
          .forEach(field -> values.put(field.getKey(), field.getValue().asText()));
      return new Configuration(cloud, values);
    } catch (IOException | NoSuchElementException e) {
      // its message may quote the document
      throw new IllegalArgumentException("no document of a provider's configuration");
    }
  }

  /// The names of what is in it.
  public List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /// The names of what is not as it was in another.
  public List<String> differingFrom(Configuration other) {
    return Stream.concat(values.keySet().stream(), other.values.keySet().stream())
        .distinct()
        .filter(name -> !find(name).equals(other.find(name)))
        .toList();
  }

  /// The same keys with what may be seen of their values.
  public Map<String, String> shown() {
    var shown = new LinkedHashMap<String, String>();
    ProviderType.of(cloud).fields().stream()
        .filter(field -> values.containsKey(field.name()))
        .forEach(field -> shown.put(field.name(), field.shown(require(field.name()))));
    return shown;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Configuration same && cloud == same.cloud && values.equals(same.values);
  }

  /// The same for all of a cloud: not even a hash of a secret belongs in a log.
  @Override
  public int hashCode() {
    return cloud.hashCode();
  }

  @Override
  public String toString() {
    return "Configuration[" + cloud.text() + "]";
  }
}

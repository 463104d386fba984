package io.bowline.installer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// A rendered template, read again as whoever gets it reads it.
public final class Templated {
  private final JsonNode tree;

  private Templated(JsonNode tree) {
    this.tree = tree;
  }

  public static Templated of(Document document) {
    return new Templated(
        JsonMapper.builder()
            .build()
            .valueToTree(
                new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(document.text())));
  }

  public JsonNode at(String section) {
    return tree.path(section);
  }

  /// Resources by their logical names.
  public Map<String, JsonNode> resources() {
    var found = new TreeMap<String, JsonNode>();
    tree.path("Resources").properties().forEach(each -> found.put(each.getKey(), each.getValue()));
    return found;
  }

  public List<JsonNode> ofType(String type) {
    return resources().values().stream()
        .filter(each -> each.path("Type").asText().equals(type))
        .toList();
  }

  /// Every name that something refers to.
  public List<String> references() {
    var found = new ArrayList<String>();
    tree.findValues("Ref").forEach(each -> found.add(each.asText()));
    tree.findValues("Fn::Sub").forEach(each -> found.add(each.asText()));
    return found;
  }
}

package io.bowline.testkit.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What Terraform made, by its own record.
///
/// @param outputs of the root module, or of the one module that it calls as its output `made`
public record Made(List<Resource> resources, Map<String, JsonNode> outputs) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// One resource, with all values known.
  public record Resource(String address, String type, JsonNode values) {
    /// A value as text; empty where there is none.
    ///
    /// @param path names with slashes between, numbers for items
    public String text(String path) {
      return at(path).asText("");
    }

    /// A value; missing where there is none.
    public JsonNode at(String path) {
      return values.at("/" + path);
    }
  }

  /// Reads what `terraform show -json` prints.
  public static Made of(String shown) throws JsonProcessingException {
    JsonNode values = JSON.readTree(shown).path("values");
    var resources = new ArrayList<Resource>();
    var modules = new ArrayList<JsonNode>();
    modules.add(values.path("root_module"));
    for (int at = 0; at < modules.size(); at++) {
      modules.get(at).path("child_modules").forEach(modules::add);
      for (JsonNode resource : modules.get(at).path("resources")) {
        if (resource.path("mode").asText().equals("managed")) {
          resources.add(
              new Resource(
                  resource.path("address").asText(),
                  resource.path("type").asText(),
                  resource.path("values")));
        }
      }
    }
    var outputs = new TreeMap<String, JsonNode>();
    JsonNode made = values.path("outputs").path("made").path("value");
    for (var output : made.properties()) {
      outputs.put(output.getKey(), output.getValue());
    }
    return new Made(List.copyOf(resources), outputs);
  }

  /// All of a kind.
  public List<Resource> all(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /// The only one of a kind.
  ///
  /// @throws IllegalStateException when there is none, or more than one
  public Resource only(String type) {
    List<Resource> all = all(type);
    if (all.size() != 1) {
      throw new IllegalStateException(all.size() + " of " + type + ", not one");
    }
    return all.getFirst();
  }
}

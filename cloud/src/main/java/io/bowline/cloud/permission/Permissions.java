package io.bowline.cloud.permission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.place.Cloud;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that the credentials of one cloud must allow, and what they must not.
///
/// @param denied what the document forbids outright, where the cloud can
/// @param boundary what no identity that is made can do more than; empty where the cloud has no
///   such thing
/// @param services what has to be switched on in the account, where the cloud has switches
public record Permissions(
    Cloud cloud,
    List<Grant> grants,
    List<String> denied,
    List<Grant> boundary,
    List<String> services) {
  /// What the policy is called that has the boundary in it.
  public static final String BOUNDARY = "bowline-boundary";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<Cloud, Permissions> ALL = readAll();

  /// Those of a cloud.
  public static Permissions of(Cloud cloud) {
    Permissions found = ALL.get(cloud);
    if (found == null) {
      throw new IllegalStateException("no permissions of " + cloud);
    }
    return found;
  }

  /// Every action that must be allowed.
  public List<String> actions() {
    return grants.stream().flatMap(grant -> grant.actions().stream()).toList();
  }

  private static Map<Cloud, Permissions> readAll() {
    var all = new EnumMap<Cloud, Permissions>(Cloud.class);
    for (Cloud cloud : Cloud.values()) {
      all.put(cloud, read(cloud));
    }
    return all;
  }

  private static Permissions read(Cloud cloud) {
    String name = cloud.text() + ".json";
    try (InputStream in = Permissions.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the list of permissions is missing: " + name);
      }
      JsonNode file = JSON.readTree(in);
      return new Permissions(
          cloud,
          grants(file.path("allow")),
          texts(file.path("deny").path("actions")),
          grants(file.path("boundary").path("allow")),
          texts(file.path("services")));
    } catch (IOException e) {
      throw new IllegalStateException("the list of permissions cannot be read: " + name, e);
    }
  }

  private static List<Grant> grants(JsonNode all) {
    return all.valueStream().map(Permissions::grant).toList();
  }

  private static Grant grant(JsonNode node) {
    var purposes = EnumSet.noneOf(Purpose.class);
    texts(node.path("for")).forEach(text -> purposes.add(Purpose.parse(text)));
    var when = new LinkedHashMap<String, List<String>>();
    node.path("when")
        .properties()
        .forEach(entry -> when.put(entry.getKey(), texts(entry.getValue())));
    return new Grant(
        node.path("reason").asText(),
        purposes,
        texts(node.path("on")),
        when,
        texts(node.path("actions")));
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(item -> texts.add(item.asText()));
    return List.copyOf(texts);
  }
}

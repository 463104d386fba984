package io.bowline.cli.arrival;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import java.io.IOException;
import java.util.List;

/// What somebody made in the account, as a door tells it: types and ids, and no value of anything.
final class MadeThings {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private MadeThings() {}

  /// From `KIND=ID`, as many as were given.
  static void add(List<String> given, ArrayNode to) {
    for (String one : given) {
      int equals = one.indexOf('=');
      if (equals <= 0 || equals == one.length() - 1) {
        throw new CliFailure(
            Exit.USAGE,
            "--thing is KIND=ID, such as AWS::EKS::Cluster=bowline-prod, and not '%s'"
                .formatted(one));
      }
      put(to.addObject(), one.substring(0, equals), one.substring(equals + 1), "");
    }
  }

  /// From what `terraform show -json` prints: of each resource its type, its id and its address.
  static void addTerraform(byte[] shown, ArrayNode to) {
    try {
      JsonNode root = JSON.readTree(shown).path("values").path("root_module");
      if (root.isMissingNode()) {
        throw notTerraform();
      }
      addModule(root, to);
    } catch (IOException e) {
      throw notTerraform();
    }
  }

  private static void addModule(JsonNode module, ArrayNode to) {
    for (JsonNode resource : module.path("resources")) {
      JsonNode values = resource.path("values");
      String id = values.path("arn").asText(values.path("id").asText(""));
      if (resource.path("mode").asText().equals("managed") && !id.isEmpty()) {
        put(to.addObject(), resource.path("type").asText(), id, resource.path("address").asText());
      }
    }
    module.path("child_modules").forEach(child -> addModule(child, to));
  }

  private static void put(ObjectNode thing, String kind, String id, String name) {
    thing.put("kind", kind).put("id", id).put("name", name);
  }

  private static CliFailure notTerraform() {
    return new CliFailure(
        Exit.USAGE, "--terraform wants what `terraform show -json` prints after an apply");
  }
}

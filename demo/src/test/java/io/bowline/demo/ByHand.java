package io.bowline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.testkit.stack.GuideReading;
import io.bowline.testkit.stack.Hand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The way of who may use no template: each step of the guide, in its order, with the values that
/// stand there, by the call of the API that the step is.
record ByHand(DataPlane plane, Operator operator, Hand admin, Path folder) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Follows the guide to where the runner is put into the cluster.
  ///
  /// @return how the report names what was made
  List<String> follow() throws IOException, InterruptedException {
    Path out = Files.createDirectories(folder.resolve("guide"));
    operator.run("install", "guide", plane.name(), "--out", out.toString());
    String guide;
    try (var files = Files.list(out)) {
      guide = Files.readString(files.findFirst().orElseThrow());
    }
    Map<String, JsonNode> steps = new LinkedHashMap<>();
    new GuideReading(guide, true)
        .resources()
        .forEach((name, step) -> {
          String type = step.path("Type").asText();
          // looked up, looked over, and the last two, which are commands in a shell
          if (type.startsWith("AWS::")
              && !type.startsWith("AWS::CloudFormation::")
              && !type.equals("AWS::EKS::AccessEntry")) {
            steps.put(name, step);
          }
        });
    ObjectNode known = JSON.createObjectNode();
    known.putObject("Look").put("S3", listOfS3());
    ObjectNode made = admin.follow(steps, known);
    var things = new ArrayList<String>();
    for (String name : List.of("Network", "Cluster", "Registry")) {
      things.add("--thing");
      things.add(
          steps.getOrDefault(name, JSON.missingNode()).path("Type").asText()
              + "="
              + made.path(name).path("id").asText());
    }
    return things;
  }

  private String listOfS3() throws IOException, InterruptedException {
    ObjectNode asked = JSON.createObjectNode();
    asked
        .putArray("Filters")
        .addObject()
        .put("Name", "prefix-list-name")
        .putArray("Values")
        .add("com.amazonaws.eu-central-1.s3");
    return admin
        .ask(List.of(new Hand.Call("ec2", "describe_managed_prefix_lists", asked)))
        .at("/0/PrefixLists/0/PrefixListId")
        .asText();
  }
}

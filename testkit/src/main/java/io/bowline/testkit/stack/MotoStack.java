package io.bowline.testkit.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.testkit.stack.Hand.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One stack of Moto's CloudFormation.
final class MotoStack {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SERVICE = "cloudformation";
  private static final String BUCKET = "bowline-templates";
  private static final String NAME = "bowline-stack";

  private final Hand person;
  private final String role;
  private String id = "";

  MotoStack(Hand person, String role) {
    this.person = person;
    this.role = role;
  }

  String id() {
    return id;
  }

  /// Makes it, or changes it to this.
  void put(ObjectNode template, Map<String, String> parameters)
      throws IOException, InterruptedException {
    var calls = new ArrayList<Call>();
    if (id.isEmpty()) {
      ObjectNode bucket = JSON.createObjectNode().put("Bucket", BUCKET);
      bucket.putObject("CreateBucketConfiguration").put("LocationConstraint", "eu-central-1");
      calls.add(new Call("s3", "create_bucket", bucket));
    }
    calls.add(
        new Call(
            "s3",
            "put_object",
            JSON.createObjectNode()
                .put("Bucket", BUCKET)
                .put("Key", "stack.json")
                .put("Body", template.toString())));
    ObjectNode asked =
        JSON.createObjectNode()
            .put("StackName", NAME)
            .put(
                "TemplateURL",
                "https://%s.s3.eu-central-1.amazonaws.com/stack.json".formatted(BUCKET))
            .put("RoleARN", "arn:aws:iam::123456789012:role/" + role);
    asked.putArray("Capabilities").add("CAPABILITY_NAMED_IAM");
    ArrayNode given = asked.putArray("Parameters");
    parameters.forEach(
        (name, value) -> given.addObject().put("ParameterKey", name).put("ParameterValue", value));
    calls.add(new Call(SERVICE, id.isEmpty() ? "create_stack" : "update_stack", asked));
    JsonNode answers = person.ask(calls);
    id = answers.path(answers.size() - 1).path("StackId").asText();
  }

  /// Physical ids by logical names.
  Map<String, String> resources() throws IOException, InterruptedException {
    JsonNode asked = JSON.createObjectNode().put("StackName", NAME);
    JsonNode answer =
        person.ask(List.of(new Call(SERVICE, "describe_stack_resources", asked))).path(0);
    var resources = new LinkedHashMap<String, String>();
    answer
        .path("StackResources")
        .forEach(each -> {
          // what Moto does not know stands there as nothing
          if (each.has("LogicalResourceId")) {
            resources.put(
                each.path("LogicalResourceId").asText(), each.path("PhysicalResourceId").asText());
          }
        });
    return resources;
  }

  void delete() throws IOException, InterruptedException {
    JsonNode asked = JSON.createObjectNode().put("StackName", NAME);
    JsonNode _ = person.ask(List.of(new Call(SERVICE, "delete_stack", asked)));
    id = "";
  }
}

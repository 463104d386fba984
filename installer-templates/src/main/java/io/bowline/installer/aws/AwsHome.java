package io.bowline.installer.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.Door;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameter.Kind;
import io.bowline.installer.Parameters;
import io.bowline.installer.Vendor;
import java.util.List;
import java.util.regex.Pattern;

/// What a stack tells the control plane about itself, and where.
final class AwsHome {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Parts of something else that is told: they go with it.
  private static final Pattern UNTOLD =
      Pattern.compile(
          "Custom::.+|AWS::CloudFormation::.+"
              + "|AWS::EC2::(SecurityGroup.+gress|Route|SubnetRouteTableAssociation|VPCGatewayAttachment)");

  private static final String PLACE = "{made}";

  private AwsHome() {}

  /// The control plane's public HTTPS address, and whom to trust there.
  static ObjectNode address(Vendor.RunnerKit kit) {
    try {
      JsonNode document = JSON.readTree(kit.enrollment());
      JsonNode artifacts = document.path("addresses").path("artifacts");
      return NODES
          .objectNode()
          .put("host", artifacts.path("host").asText())
          .put("port", artifacts.path("port").asInt())
          .put("authorities", document.path("authorities").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("what runners start from is JSON", e);
    }
  }

  /// Everything that the stack was given, but for what is secret.
  static ObjectNode parameters() {
    ObjectNode parameters = NODES.objectNode();
    for (Parameter each : Parameters.of(Door.AWS_STACK)) {
      if (each.kind() != Kind.SECRET) {
        ObjectNode value = NODES.objectNode();
        if (each.kind() == Kind.LIST) {
          value.putArray("Fn::Join").add(",").add(NODES.objectNode().put("Ref", each.camel()));
        } else {
          value.put("Ref", each.camel());
        }
        parameters.set(each.camel(), value);
      }
    }
    return parameters;
  }

  /// Whoever tells what was made is handed its kinds, names and ids.
  static void tells(List<AwsPart> parts) {
    for (AwsPart part : parts) {
      JsonNode properties = part.body().path("Properties");
      if (properties instanceof ObjectNode given && given.path("Made").asText().equals(PLACE)) {
        given.set("Made", made(parts, part.body().path("Condition").asText()));
      }
    }
  }

  /// What is there under the same condition as who tells, is there.
  private static ArrayNode made(List<AwsPart> parts, String given) {
    ArrayNode made = NODES.arrayNode();
    for (AwsPart part : parts) {
      if (!UNTOLD.matcher(part.type()).matches()) {
        ObjectNode one = NODES.objectNode();
        one.putArray("Fn::Join")
            .add("|")
            .addArray()
            .add(part.type())
            .add(part.logical())
            .add(NODES.objectNode().put("Ref", part.logical()));
        String condition = part.body().path("Condition").asText();
        made.add(condition.isEmpty() || condition.equals(given) ? one : where(condition, one));
      }
    }
    return made;
  }

  private static ObjectNode where(String condition, ObjectNode one) {
    ObjectNode node = NODES.objectNode();
    node.putArray("Fn::If")
        .add(condition)
        .add(one)
        .add(NODES.objectNode().put("Ref", "AWS::NoValue"));
    return node;
  }
}

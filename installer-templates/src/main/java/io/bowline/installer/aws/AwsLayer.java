package io.bowline.installer.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bowline.installer.Parameters;
import io.bowline.installer.Vendor;
import io.bowline.installer.kubernetes.RunnerManifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The base layer in AWS: `stack.yaml`, filled in, and the rules.
final class AwsLayer {
  /// Where the runner lives in the cluster.
  static final String NAMESPACE = "bowline";

  /// AWS's own services are reached inside the network, so that no rule has to open 443 to
  /// everybody.
  private static final List<String> SERVICES =
      List.of(
          "ec2",
          "ecr.api",
          "ecr.dkr",
          "eks",
          "eks-auth",
          "sts",
          "logs",
          "elasticloadbalancing",
          "autoscaling",
          "kms");

  private static final int ZONES = 3;

  /// The public subnets are cut out of the last quarter, sixteen to it.
  private static final int FIRST_PUBLIC = 48;

  private static final Pattern NETWORK =
      Pattern.compile(
          "AWS::EC2::(SecurityGroup.+gress|Route|SubnetRouteTableAssociation|VPCEndpoint)");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<AwsPart> rules;
  private final Map<String, JsonNode> words = new LinkedHashMap<>();

  private AwsLayer(Vendor vendor) {
    rules = AwsRules.of(vendor);
    words.put("{subnets}", subnets());
    words.put("{namespace}", TextNode.valueOf(NAMESPACE));
    words.put("{version}", TextNode.valueOf(Integer.toString(Parameters.VERSION)));
    words.put("{objects}", TextNode.valueOf(objects(vendor.runner()).toString()));
    words.put("{home}", TextNode.valueOf(AwsHome.address(vendor.runner()).toString()));
    words.put("{parameters}", AwsHome.parameters());
    for (String code : List.of("look.py", "starter.py")) {
      words.put(
          "{code:" + code + "}",
          TextNode.valueOf(
              text(code)
                  .replace("{tell}", text("tell.py"))
                  .replace("{answer}", text("answer.py"))));
    }
  }

  /// All resources, in the order in which a person makes them.
  static List<AwsPart> of(Vendor vendor) {
    return new AwsLayer(vendor).resources();
  }

  /// What the runner starts from, with the place in the API of each.
  static ArrayNode objects(Vendor.RunnerKit kit) {
    ArrayNode objects = JsonNodeFactory.instance.arrayNode();
    var manifest =
        new RunnerManifest(
            NAMESPACE, kit.image(), "", kit.trustRoot(), kit.policy(), kit.enrollment());
    for (ObjectNode object : manifest.objects()) {
      objects.addObject().put("path", RunnerManifest.path(object)).set("object", object);
    }
    return objects;
  }

  private List<AwsPart> resources() {
    var parts = new ArrayList<AwsPart>();
    for (JsonNode each : stack()) {
      String over = each.path("each").asText();
      switch (over) {
        case "" -> parts.add(part(each, Map.of()));
        case "zone" -> {
          for (int zone = 0; zone < ZONES; zone++) {
            parts.add(
                part(
                    each,
                    Map.of(
                        "{each}", Integer.toString(zone),
                        "{public}", Integer.toString(FIRST_PUBLIC + zone))));
          }
        }
        case "service" ->
            SERVICES.forEach(service ->
                parts.add(part(each, Map.of("{each}", service, "{Each}", camel(service)))));
        default -> throw new IllegalStateException("stack.yaml: nothing is there for each " + over);
      }
    }
    int walls = last(parts, "rules") + 1;
    parts.addAll(walls, rules);
    waits(parts);
    AwsHome.tells(parts);
    return List.copyOf(parts);
  }

  private AwsPart part(JsonNode from, Map<String, String> place) {
    JsonNode filled = filled(from, place);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    for (String key : List.of("Type", "Condition", "DependsOn", "Metadata", "Properties")) {
      if (filled.has(key)) {
        body.set(key, filled.get(key));
      }
    }
    if (body.path("Condition").asText().matches("Zone[01]")) {
      body.put("Condition", "OwnNetwork");
    }
    AwsTags.put(filled, body);
    return new AwsPart(
        filled.path("logical").asText(),
        filled.path("part").asText(),
        filled.path("step").asText(),
        filled.path("check").asText(),
        body);
  }

  private JsonNode filled(JsonNode node, Map<String, String> place) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(each -> copy.set(each.getKey(), filled(each.getValue(), place)));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(each -> copy.add(filled(each, place)));
        yield copy;
      }
      case TextNode text when words.containsKey(text.textValue()) ->
          Objects.requireNonNull(words.get(text.textValue())).deepCopy();
      case TextNode text -> {
        String said = text.textValue();
        for (var each : place.entrySet()) {
          said = said.replace(each.getKey(), each.getValue());
        }
        yield TextNode.valueOf(said);
      }
      default -> node;
    };
  }

  /// Waiting for something that may not be there is not allowed; asking for its name, where it is
  /// there, is the same.
  private static void waits(List<AwsPart> all) {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    for (AwsPart part : all) {
      if (NETWORK.matcher(part.type()).matches()) {
        ObjectNode name = JsonNodeFactory.instance.objectNode().put("Ref", part.logical());
        String condition = part.body().path("Condition").asText();
        if (condition.isEmpty()) {
          names.add(name);
        } else {
          names
              .addObject()
              .putArray("Fn::If")
              .add(condition)
              .add(name)
              .add(JsonNodeFactory.instance.objectNode().put("Ref", "AWS::NoValue"));
        }
      }
    }
    for (AwsPart part : all) {
      if (part.body().path("Metadata").path("Waits").isTextual()) {
        part.body().withObject("/Metadata").set("Waits", names);
      }
    }
  }

  private static int last(List<AwsPart> parts, String part) {
    int found = -1;
    for (int at = 0; at < parts.size(); at++) {
      if (parts.get(at).part().equals(part)) {
        found = at;
      }
    }
    return found;
  }

  private static JsonNode subnets() {
    return tree(
        """
        {Fn::If: [OwnNetwork,
          {Fn::If: [Zone2,
            [{Ref: PrivateSubnet0}, {Ref: PrivateSubnet1}, {Ref: PrivateSubnet2}],
            [{Ref: PrivateSubnet0}, {Ref: PrivateSubnet1}]]},
          {Ref: SubnetIds}]}
        """);
  }

  private static String camel(String service) {
    var text = new StringBuilder();
    for (String part : service.split("[.-]", -1)) {
      text.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    return text.toString();
  }

  /// The resources as they stand in the file.
  static JsonNode stack() {
    return tree(text("stack.yaml"));
  }

  /// What stands around the resources, with the conditions that are one for each place of a list.
  static JsonNode frame() {
    ObjectNode frame = (ObjectNode) tree(text("frame.yaml"));
    frame.withObject("/Conditions").setAll(AwsTargets.conditions());
    return frame;
  }

  /// YAML as it stands.
  static JsonNode tree(String yaml) {
    return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(yaml));
  }

  /// A file beside this class.
  static String text(String file) {
    try (InputStream in = AwsLayer.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing beside AwsLayer");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

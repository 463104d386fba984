package io.bowline.testkit.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the guide by hand as a person does: what it says to make, with which values.
public final class GuideReading {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
  private static final Pattern HEAD = Pattern.compile("## [0-9]+\\. (.+) \\(([A-Za-z0-9:]+)\\)");
  private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");
  private static final Pattern TAG = Pattern.compile("`([^`]+)` = `([^`]*)`");
  private static final Pattern KNOWN =
      Pattern.compile("arn:aws:(iam::[0-9]+:role|eks:[a-z0-9-]+:[0-9]+:cluster)/");

  private final boolean literally;
  private final Map<String, JsonNode> made = new LinkedHashMap<>();
  private final List<Command> commands = new ArrayList<>();

  /// A command of the guide.
  ///
  /// @param step after which it is run
  /// @param prints what it prints then
  public record Command(String step, String line, String prints) {}

  /// @throws IllegalArgumentException when something in it is no JSON
  public GuideReading(String text) {
    this(text, false);
  }

  /// @param literally with the ARNs that stand there; else with names for them, as a template has
  ///   it
  public GuideReading(String text, boolean literally) {
    this.literally = literally;
    String title = "";
    String type = "";
    ObjectNode thing = MAKE.objectNode();
    List<String> lines = text.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      Matcher head = HEAD.matcher(line);
      if (head.matches()) {
        title = head.group(1);
        type = head.group(2);
        thing = put(title, type);
      } else if (line.startsWith("| `")) {
        row(line, title, type, thing);
      } else if (line.equals("```json")) {
        int end = at + 1 + lines.subList(at + 1, lines.size()).indexOf("```");
        set(thing, first(lines.get(at - 2)), json(lines.subList(at + 1, end)));
        at = end;
      } else if (line.equals("```sh")) {
        commands.add(new Command(title, lines.get(at + 1), first(lines.get(at + 4))));
      }
    }
  }

  /// What is to be made, by the name of its step, in the order of the steps.
  public Map<String, JsonNode> resources() {
    return made;
  }

  public List<Command> commands() {
    return List.copyOf(commands);
  }

  private ObjectNode put(String name, String type) {
    ObjectNode thing = MAKE.objectNode().put("Type", type);
    made.put(name, thing);
    return thing.putObject("Properties");
  }

  private void row(String line, String title, String type, ObjectNode thing) {
    String[] cells = line.split(" \\| ", -1);
    if (type.contains("SecurityGroup") && cells.length == 5) {
      made.remove(title);
      rule(cells, title, type);
    } else if (type.endsWith("RouteTableAssociation")) {
      made.remove(title);
      put(first(cells[0]), type)
          .put("SubnetId", referred(first(cells[1])))
          .put("RouteTableId", referred(first(cells[2])));
    } else if (first(cells[0]).endsWith("Tags")) {
      ObjectNode tags = MAKE.objectNode();
      Matcher tag = TAG.matcher(cells[1]);
      while (tag.find()) {
        tags.put(tag.group(1), tag.group(2));
      }
      set(thing, first(cells[0]), tags);
    } else {
      List<String> values = QUOTED.matcher(cells[1]).results().map(each -> each.group(1)).toList();
      ArrayNode list = MAKE.arrayNode();
      values.forEach(each -> list.add(referred(each)));
      boolean many = list.size() > 1 || first(cells[0]).equals("ManagedPolicyArns");
      set(thing, first(cells[0]), many ? list : list.get(0));
    }
  }

  private void rule(String[] cells, String title, String type) {
    ObjectNode rule = put(first(cells[0]), type);
    rule.put("GroupId", "@" + title.substring(title.lastIndexOf(' ') + 1));
    String protocol = first(cells[1]);
    rule.put("IpProtocol", protocol.equals("all") ? "-1" : protocol);
    if (!first(cells[2]).equals("all")) {
      rule.put("FromPort", first(cells[2])).put("ToPort", first(cells[2]));
    }
    String other = referred(first(cells[3]));
    rule.put("Description", cells[4].replaceFirst(" \\|$", ""));
    String way = type.endsWith("Ingress") ? "SourceSecurityGroupId" : "DestinationSecurityGroupId";
    rule.put(
        !other.startsWith("@") ? "CidrIp" : other.equals("@Look") ? "DestinationPrefixListId" : way,
        other);
  }

  private static String first(String text) {
    Matcher quoted = QUOTED.matcher(text);
    return quoted.find() ? quoted.group(1) : "";
  }

  private String referred(String value) {
    String named = value.replaceAll("<([A-Za-z0-9]+)>", "@$1");
    return literally ? named : KNOWN.matcher(named).replaceAll("");
  }

  private JsonNode json(List<String> lines) {
    try {
      return JSON.readTree(referred(String.join("\n", lines)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Numbers in a path are places in a list.
  private static void set(ObjectNode thing, String path, JsonNode value) {
    String[] keys = path.split("\\.", -1);
    JsonNode at = thing;
    for (int key = 0; key < keys.length; key++) {
      boolean last = key == keys.length - 1;
      JsonNode next =
          last ? value : keys[key + 1].matches("[0-9]+") ? MAKE.arrayNode() : MAKE.objectNode();
      if (at instanceof ArrayNode list) {
        int index = Integer.parseInt(keys[key]);
        if (list.size() == index) {
          list.add(next);
        }
        at = list.path(index);
      } else {
        if (!(at instanceof ObjectNode object)) {
          throw new IllegalArgumentException("nothing is before " + path);
        }
        if (last || !object.has(keys[key])) {
          object.set(keys[key], next);
        }
        at = object.get(keys[key]);
      }
    }
  }
}

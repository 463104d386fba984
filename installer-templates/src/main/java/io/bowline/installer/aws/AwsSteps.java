package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order in which a person makes things: each after what it names, and what is done on one page
/// of the console at once.
final class AwsSteps {
  private static final Pattern SUB = Pattern.compile("\\$\\{([A-Za-z0-9]+)(\\.[A-Za-z]+)?}");

  private AwsSteps() {}

  /// The steps, each with the parts that are made in it.
  ///
  /// @param parts those that are made, in the order of the template
  static List<List<AwsPart>> of(List<AwsPart> parts) {
    var pages = new LinkedHashMap<String, List<AwsPart>>();
    parts.forEach(part -> pages.computeIfAbsent(page(part), _ -> new ArrayList<>()).add(part));
    var names = new HashSet<String>();
    parts.forEach(part -> names.add(part.logical()));
    var left = new ArrayList<>(pages.values());
    var steps = new ArrayList<List<AwsPart>>();
    var done = new HashSet<String>();
    while (!left.isEmpty()) {
      List<AwsPart> next =
          left.stream()
              .filter(step -> done.containsAll(needed(step, names)))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException("stack.yaml: each waits for another of " + left));
      left.remove(next);
      next.forEach(part -> done.add(part.logical()));
      steps.add(List.copyOf(next));
    }
    return steps;
  }

  /// Where in the console it is done: rules of a group one below the other, and so the subnets of a
  /// table.
  private static String page(AwsPart part) {
    JsonNode given = part.body().path("Properties");
    return switch (part.type()) {
      case "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress" ->
          part.type() + given.path("GroupId");
      case "AWS::EC2::SubnetRouteTableAssociation" -> part.type() + given.path("RouteTableId");
      default -> part.logical();
    };
  }

  private static Set<String> needed(List<AwsPart> step, Set<String> names) {
    var needed = new HashSet<String>();
    for (AwsPart part : step) {
      part.body().findValues("Ref").forEach(each -> needed.add(each.asText()));
      part.body().findValues("Fn::GetAtt").forEach(each -> needed.add(each.path(0).asText()));
      part.body().path("DependsOn").forEach(each -> needed.add(each.asText()));
      for (JsonNode each : part.body().findValues("Fn::Sub")) {
        Matcher hole = SUB.matcher(each.asText());
        while (hole.find()) {
          needed.add(hole.group(1));
        }
      }
    }
    needed.retainAll(names);
    step.forEach(part -> needed.remove(part.logical()));
    return needed;
  }
}

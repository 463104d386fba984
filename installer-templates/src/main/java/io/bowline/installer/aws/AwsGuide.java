package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bowline.installer.Choices;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameter.Kind;
import io.bowline.installer.Parameters;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.kubernetes.RunnerManifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// The base layer as a list of what a person does in AWS's console, out of the same resources as
/// the template: each step with what is filled in, the exact JSON, and how to see that it is right.
public final class AwsGuide {
  /// What only the template needs.
  private static final String NOTHING = "Nothing to do by hand";

  private final Map<String, JsonNode> values;
  private final List<AwsPart> parts;
  private final AwsWords words;
  private final AwsChecks checks;
  private final Vendor vendor;

  private AwsGuide(Vendor vendor, Optional<Site> site, Choices choices) {
    this.vendor = vendor;
    values = values(site, choices);
    List<AwsPart> all = AwsLayer.of(vendor);
    words = new AwsWords(AwsLayer.frame(), values, all);
    parts =
        all.stream().filter(words::made).filter(part -> !part.step().startsWith(NOTHING)).toList();
    checks = new AwsChecks(words, all, text("InstallId"), text("AWS::Region"));
  }

  /// The guide.
  ///
  /// @param site whose values stand in it already; empty for the one that fits every install
  public static Document document(Vendor vendor, Optional<Site> site, Choices choices) {
    return new Document(
        "bowline-aws-v%d-by-hand.md".formatted(Parameters.VERSION),
        "text/markdown",
        new AwsGuide(vendor, site, choices).text());
  }

  /// What parameters come to.
  static Map<String, JsonNode> values(Optional<Site> site, Choices choices) {
    var values = new HashMap<String, JsonNode>();
    for (Parameter each : Parameters.of(Door.AWS_STACK)) {
      String standard =
          Optional.ofNullable(choices.values().get(each.name())).or(each::standard).orElse("");
      values.put(
          each.camel(),
          each.kind() == Kind.LIST
              ? AwsLayer.tree("[" + standard + "]")
              : TextNode.valueOf(standard));
    }
    String region = site.map(Site::region).orElse("REGION");
    String partition =
        region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    Map.of(
            "Name", site.map(Site::name).orElse("NAME"),
            "InstallId", site.map(Site::installId).orElse("INSTALL-ID"),
            "AccountId", site.map(Site::account).orElse("ACCOUNT"),
            "AWS::AccountId", site.map(Site::account).orElse("ACCOUNT"),
            "AWS::Region", region,
            "AWS::Partition", partition,
            "AWS::URLSuffix", partition.equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com")
        .forEach((name, value) -> values.put(name, TextNode.valueOf(value)));
    return values;
  }

  private String text(String value) {
    return values.getOrDefault(value, TextNode.valueOf("")).asText();
  }

  private String text() {
    var page = new StringJoiner("\n");
    page.add(said("guide.md"));
    int number = 0;
    for (List<AwsPart> step : AwsSteps.of(parts)) {
      AwsPart first = step.getFirst();
      page.add("## %d. %s (%s)\n".formatted(++number, title(step), first.type()));
      if (first.type().equals("AWS::EKS::AccessEntry")) {
        page.add(first.step() + " The commands stand in the last step.\n");
      } else if (first.type().equals("Custom::BowlineRunner")) {
        page.add(first.step() + "\n").add(runner(first));
      } else {
        page.add(first.step() + "\n");
        page.add(step.size() > 1 ? AwsFields.rows(step, words) : AwsFields.of(first, words));
      }
      page.add(checked(step));
    }
    return page.toString();
  }

  private static String title(List<AwsPart> step) {
    AwsPart first = step.getFirst();
    return switch (first.type()) {
      case "AWS::EC2::SecurityGroupIngress" -> "Rules into " + group(first);
      case "AWS::EC2::SecurityGroupEgress" -> "Rules out of " + group(first);
      case "AWS::EC2::SubnetRouteTableAssociation" ->
          "Subnets of " + first.body().at("/Properties/RouteTableId/Ref").asText();
      default -> first.logical();
    };
  }

  private static String group(AwsPart rule) {
    return rule.body().at("/Properties/GroupId/Fn::GetAtt/0").asText();
  }

  private String checked(List<AwsPart> step) {
    var text = new StringJoiner("\n");
    String seen = step.getFirst().check();
    if (!seen.isEmpty()) {
      text.add("Check: " + seen + "\n");
    }
    for (AwsChecks.Check each : checks.of(step)) {
      text.add("```sh\n%s\n```\n\nprints `%s`\n".formatted(each.command(), each.prints()));
    }
    return text.toString();
  }

  private String runner(AwsPart part) {
    Vendor.RunnerKit kit = vendor.runner();
    String settings = words.filled(part.body().at("/Properties/Settings/Fn::Sub").asText());
    var manifest = new StringJoiner("---\n");
    for (ObjectNode object :
        new RunnerManifest(
                AwsLayer.NAMESPACE, kit.image(), settings, kit.trustRoot(), kit.policy(), "")
            .objects()) {
      if (!object.path("kind").asText().equals("Secret")) {
        manifest.add(YamlText.of(object));
      }
    }
    return said("guide-runner.md").replace("{manifest}", manifest.toString());
  }

  private String said(String file) {
    return AwsLayer.text(file)
        .replace("{name}", text("Name"))
        .replace("{account}", text("AWS::AccountId"))
        .replace("{region}", text("AWS::Region"))
        .replace("{partition}", text("AWS::Partition"))
        .replace("{namespace}", AwsLayer.NAMESPACE)
        .replace("{version}", Integer.toString(Parameters.VERSION));
  }
}

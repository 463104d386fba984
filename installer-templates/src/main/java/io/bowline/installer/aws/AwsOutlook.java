package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.installer.Choices;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.outlook.Outlook;
import io.bowline.installer.outlook.Standing;
import io.bowline.installer.outlook.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the stack makes, and which rights stay, out of what the stack is made of.
public final class AwsOutlook {
  private static final JsonNode REASONS = AwsLayer.tree(AwsLayer.text("reasons.yaml"));

  private final AwsWords words;
  private final List<AwsPart> made;

  private AwsOutlook(Vendor vendor, Site site) {
    List<AwsPart> all = AwsLayer.of(vendor);
    words = new AwsWords(AwsLayer.frame(), AwsGuide.values(Optional.of(site), Choices.NONE), all);
    made = all.stream().filter(words::made).toList();
  }

  /// With what is usual.
  public static Outlook of(Vendor vendor, Site site) {
    var of = new AwsOutlook(vendor, site);
    return Outlook.of("aws", site, of.things(), of.standing());
  }

  private List<Thing> things() {
    return made.stream().map(this::thing).toList();
  }

  private Thing thing(AwsPart part) {
    JsonNode given = words.of(part);
    return switch (part.type()) {
      case "AWS::EC2::VPCEndpoint" ->
          new Thing(part.type(), part.logical(), given.path("SubnetIds").size(), Optional.empty());
      case "AWS::EKS::Nodegroup" ->
          new Thing(
              part.type(),
              part.logical(),
              1,
              Optional.of(
                  new Thing.Machines(
                      given.at("/InstanceTypes/0").asText(),
                      given.at("/ScalingConfig/DesiredSize").asInt(),
                      disk())));
      default -> Thing.of(part.type(), part.logical());
    };
  }

  private int disk() {
    return made.stream()
        .filter(part -> part.type().equals("AWS::EC2::LaunchTemplate"))
        .mapToInt(part ->
            words.of(part).at("/LaunchTemplateData/BlockDeviceMappings/0/Ebs/VolumeSize").asInt())
        .sum();
  }

  private List<Standing> standing() {
    var standing = new ArrayList<Standing>();
    for (AwsPart part : made) {
      if (part.type().equals("AWS::IAM::Role")) {
        JsonNode role = words.of(part);
        String who =
            "%s, taken by %s"
                .formatted(
                    role.path("RoleName").asText(part.logical()),
                    role.at("/AssumeRolePolicyDocument/Statement/0/Principal/Service").asText());
        for (JsonNode policy : role.path("ManagedPolicyArns")) {
          String name = policy.asText().substring(policy.asText().lastIndexOf('/') + 1);
          standing.add(new Standing(who, name + " (AWS's own)", reason(name)));
        }
        for (JsonNode policy : role.path("Policies")) {
          for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
            standing.add(
                new Standing(who, actions(statement), reason(statement.path("Sid").asText())));
          }
        }
      }
    }
    return standing;
  }

  private static String actions(JsonNode statement) {
    JsonNode action = statement.path("Action");
    var all = new ArrayList<String>();
    action.forEach(each -> all.add(each.asText()));
    return all.isEmpty() ? action.asText() : String.join(", ", all);
  }

  /// @throws IllegalStateException for what nobody has given a reason for
  private static String reason(String of) {
    JsonNode reason = REASONS.path(of);
    if (reason.isMissingNode()) {
      throw new IllegalStateException("reasons.yaml says nothing of " + of);
    }
    return reason.asText();
  }
}

package io.bowline.installer.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.installer.Choices;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.outlook.Outlook;
import io.bowline.installer.outlook.Standing;
import io.bowline.installer.outlook.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the template makes, and which rights stay, out of the template itself.
public final class AzureOutlook {
  private static final String DEPLOYMENT = "Microsoft.Resources/deployments";
  private static final String ASSIGNMENT = "Microsoft.Authorization/roleAssignments";
  private static final String GROUP = "Microsoft.Resources/resourceGroups";
  private static final String CLUSTER = "Microsoft.ContainerService/managedClusters";

  /// What the base layer's word for a role is, as the portal calls it.
  private static final Map<String, String> ROLES =
      Map.of(
          "network", "Network Contributor, on its subnet alone",
          "operator", "Managed Identity Operator, on the nodes' identity alone",
          "pull", "AcrPull, on this registry alone",
          "push", "AcrPush, on this registry alone",
          "delete", "AcrDelete, on this registry alone",
          "reader", "Reader, on this cluster alone");

  private static final Pattern ROLE = Pattern.compile("variables\\('roles'\\)\\.([a-z]+)");
  private static final Pattern WORD =
      Pattern.compile("'(-[a-z]+|/[a-z]+)'|variables\\('([a-zA-Z]+)'\\)");

  private final Site site;
  private final JsonNode parameters;
  private final List<Thing> things = new ArrayList<>();
  private final List<Standing> standing = new ArrayList<>();

  private AzureOutlook(Vendor vendor, Site site) {
    this.site = site;
    JsonNode template =
        AzureTemplate.template(vendor, AzureTemplate.values(Optional.of(site), Choices.NONE));
    parameters = template.path("parameters");
    walk(template, false);
  }

  /// With what is usual.
  public static Outlook of(Vendor vendor, Site site) {
    var of = new AzureOutlook(vendor, site);
    return Outlook.of("azure", site, of.things, of.standing);
  }

  private void walk(JsonNode template, boolean passing) {
    for (JsonNode resource : template.path("resources")) {
      // with a network that is made, the one for a network of yours is not
      if (resource.path("condition").asText().equals("[not(variables('managed'))]")) {
        continue;
      }
      String type = resource.path("type").asText();
      if (type.equals(DEPLOYMENT)) {
        boolean starter = resource.path("name").asText().contains("-starter");
        walk(resource.at("/properties/template"), passing || starter);
      } else {
        things.add(thing(type, resource, passing));
        if (type.equals(ASSIGNMENT)) {
          standing(resource, passing);
        }
      }
    }
  }

  private Thing thing(String type, JsonNode resource, boolean passing) {
    return type.equals(CLUSTER)
        ? new Thing(
            type,
            name(resource),
            1,
            Optional.of(
                new Thing.Machines(
                    standard("systemInstanceType"),
                    Integer.parseInt(standard("systemNodes")),
                    Integer.parseInt(standard("systemDiskGib")))))
        : Thing.of(
            type,
            type.equals(ASSIGNMENT)
                ? resource.at("/properties/description").asText("starter")
                : type.equals(GROUP) && passing ? name(resource) + "-starter" : name(resource));
  }

  private String standard(String parameter) {
    return parameters.path(parameter).path("defaultValue").asText();
  }

  private void standing(JsonNode assignment, boolean passing) {
    Matcher role = ROLE.matcher(assignment.at("/properties/roleDefinitionId").asText());
    if (!passing && role.find()) {
      standing.add(
          new Standing(
              assignment.at("/properties/description").asText(),
              ROLES.getOrDefault(role.group(1), role.group(1)),
              "stays while the install is there"));
    }
  }

  /// As Azure shows it: `[concat(variables('prefix'), '-nodes')]`.
  private String name(JsonNode resource) {
    String told = resource.path("name").asText();
    var name = new StringBuilder("bowline-" + site.name());
    Matcher word = WORD.matcher(told);
    while (word.find()) {
      if (word.group(1) != null) {
        name.append(word.group(1));
      } else if (word.group(2).endsWith("Identity")) {
        name.append('-').append(word.group(2).replace("Identity", ""));
      } else if (word.group(2).equals("registryName")) {
        return "bowline%s%.8s".formatted(site.name().replace("-", ""), site.installId());
      } else if (word.group(2).equals("starter")) {
        name.append("-starter");
      }
    }
    return name.toString();
  }
}

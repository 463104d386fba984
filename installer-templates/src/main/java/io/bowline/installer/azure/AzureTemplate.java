package io.bowline.installer.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.Choices;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Egress;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameter.Kind;
import io.bowline.installer.Parameters;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.kubernetes.RunnerManifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The base layer as a template of Azure's resource manager, for a subscription.
///
/// `frame.json` makes two groups and puts `base.json` into one and `starter.json` into the other;
/// what a vendor has of its own is filled in here.
public final class AzureTemplate {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String NAMESPACE = "bowline";
  private static final String PASSWORD = "starterPassword";

  private AzureTemplate() {}

  /// What the file is called; the same for every install, since it holds nothing of any.
  static String file() {
    return "bowline-azure-v%d.json".formatted(Parameters.VERSION);
  }

  /// The template.
  ///
  /// @param site whose values stand in it already; empty for the one that fits every install
  public static Document document(Vendor vendor, Optional<Site> site, Choices choices) {
    return new Document(
        file(), "application/json", pretty(template(vendor, values(site, choices))));
  }

  /// The same as a tree.
  ///
  /// @param known what is known already, by the names of the template's parameters
  static ObjectNode template(Vendor vendor, Map<String, String> known) {
    ObjectNode template = read("frame.json");
    template.withObject("/metadata").put("bowlineVersion", Parameters.VERSION);
    template.set("parameters", parameters(known));
    fill(template, "-base", base(vendor));
    fill(template, "-starter", starter(vendor.runner()));
    return template;
  }

  /// What a form knows already of an install, by the names of the template's parameters.
  static Map<String, String> values(Optional<Site> site, Choices choices) {
    var values = new LinkedHashMap<String, String>();
    site.ifPresent(of -> {
      values.put("name", of.name());
      values.put("installId", of.installId());
      values.put("accountId", of.account());
      values.put("region", of.region());
    });
    for (Parameter each : Parameters.of(Door.AZURE_ARM)) {
      Optional.ofNullable(choices.values().get(each.name()))
          .ifPresent(value -> values.put(name(each), value));
    }
    return values;
  }

  /// As templates of Azure write a name: `installId`.
  static String name(Parameter parameter) {
    String name = parameter.camel();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /// The words that a parameter may have as value; empty where it may have others.
  static List<String> choices(Parameter parameter) {
    return parameter.constraint().matches("[a-z-]+(\\|[a-z-]+)+")
        ? List.of(parameter.constraint().split("\\|", -1))
        : List.of();
  }

  private static ObjectNode parameters(Map<String, String> known) {
    ObjectNode parameters = JSON.objectNode();
    for (Parameter each : Parameters.of(Door.AZURE_ARM)) {
      ObjectNode one = parameters.putObject(name(each));
      one.put("type", each.kind() == Kind.SECRET ? "secureString" : "string");
      Optional.ofNullable(known.get(name(each)))
          .or(each::standard)
          .ifPresent(value -> one.put("defaultValue", value));
      if (!choices(each).isEmpty()) {
        choices(each).forEach(one.putArray("allowedValues")::add);
      }
      one.putObject("metadata").put("description", each.help());
    }
    // Azure makes no machine without one; nobody can use it, and nobody knows it
    ObjectNode password = parameters.putObject(PASSWORD);
    password.put("type", "secureString").put("defaultValue", "[concat('Aa1-', newGuid())]");
    password
        .putObject("metadata")
        .put("description", "Of the starter, which nothing can reach. Leave it as it is.");
    return parameters;
  }

  /// Puts a template into the deployment whose name ends so.
  private static void fill(ObjectNode frame, String end, ObjectNode inner) {
    for (JsonNode each : frame.required("resources")) {
      if (each.required("name").asText().endsWith("'%s')]".formatted(end))) {
        ((ObjectNode) each.required("properties")).set("template", inner);
      }
    }
  }

  private static ObjectNode base(Vendor vendor) {
    ObjectNode base = read("base.json");
    ArrayNode rules = base.withObject("/variables").withArray("rules");
    for (int at = 0; at < rules.size(); at++) {
      if (rules.get(at).has("control-plane")) {
        rules.set(at, controlPlane(vendor));
        vendor.tunnel().ifPresent(tunnel -> rules.insert(rules.size() - 2, tunnel(tunnel)));
      }
    }
    return base;
  }

  private static ObjectNode controlPlane(Vendor vendor) {
    ObjectNode rule = rule("outbound-control-plane", "Control plane", 110, "Tcp");
    ObjectNode properties = rule.withObject("/properties");
    if (vendor.cidrs().size() == 1) {
      properties.put("destinationAddressPrefix", vendor.cidrs().getFirst());
    } else {
      vendor.cidrs().forEach(properties.putArray("destinationAddressPrefixes")::add);
    }
    ArrayNode ports = properties.putArray("destinationPortRanges");
    Egress.CONTROL_PLANE.forEach(port -> ports.add(Integer.toString(port)));
    return rule;
  }

  private static ObjectNode tunnel(Vendor.Tunnel tunnel) {
    ObjectNode rule = rule("outbound-tunnel", "Tunnel to the control plane", 140, "Udp");
    rule.withObject("/properties")
        .put("destinationAddressPrefix", tunnel.cidr())
        .put("destinationPortRange", Integer.toString(tunnel.port()));
    return rule;
  }

  private static ObjectNode rule(String name, String what, int priority, String protocol) {
    ObjectNode rule = JSON.objectNode().put("name", name);
    rule.putObject("properties")
        .put("description", what)
        .put("access", "Allow")
        .put("direction", "Outbound")
        .put("priority", priority)
        .put("protocol", protocol)
        .put("sourcePortRange", "*")
        .put("sourceAddressPrefix", "*");
    return rule;
  }

  private static ObjectNode starter(Vendor.RunnerKit kit) {
    ArrayNode objects = JSON.arrayNode();
    var manifest =
        new RunnerManifest(
            NAMESPACE, kit.image(), "", kit.trustRoot(), kit.policy(), kit.enrollment());
    for (ObjectNode object : manifest.objects()) {
      objects.addObject().put("path", RunnerManifest.path(object)).set("object", object);
    }
    String objectsText = Base64.getEncoder().encodeToString(objects.toString().getBytes(UTF_8));
    ObjectNode starter = read("starter.json");
    starter
        .withObject("/variables")
        .put("script", text("starter.py").replace("{objects}", objectsText));
    return starter;
  }

  static String pretty(JsonNode tree) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode read(String name) {
    try {
      return (ObjectNode) MAPPER.readTree(text(name));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(name + " is not JSON", e);
    }
  }

  private static String text(String name) {
    try (InputStream in = AzureTemplate.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing beside AzureTemplate");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

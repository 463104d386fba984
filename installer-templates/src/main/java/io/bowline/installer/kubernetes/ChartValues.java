package io.bowline.installer.kubernetes;

import io.bowline.installer.Document;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// The values of the chart `bowline-runner` that the control plane knows: what is to run, whom it
/// trusts, and where it may go. A token is not among them: it is in a Secret of the customer's.
public final class ChartValues {
  private static final int WIDTH = 120;

  private ChartValues() {}

  /// As a file for `helm install --values`.
  ///
  /// @param site for whose install; empty for the form that fits every one
  public static Document document(Vendor vendor, Optional<Site> site) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("image", image(vendor.runner().image()));
    values.put(
        "networkPolicy",
        Map.of("egress", Map.of("controlPlane", Map.of("cidrs", List.copyOf(vendor.cidrs())))));
    values.put("policy", vendor.runner().policy());
    values.put("trustRoot", vendor.runner().trustRoot());
    return new Document(
        site.map(Site::name).orElse("bowline-runner") + ".values.yaml",
        "application/yaml",
        head(site) + text(values));
  }

  private static String head(Optional<Site> site) {
    String install = site.map(Site::name).orElse("INSTALL");
    return """
    # Values of the chart bowline-runner for %s. There is no secret in them.
    #   bowline install token %s --bootstrap bootstrap.json
    #   kubectl create secret generic bowline-runner-enrollment --namespace NAMESPACE --from-file=bootstrap.json
    #   helm install bowline-runner oci://… --namespace NAMESPACE --values THIS_FILE --set registry.url=https://…
    """
        .formatted(site.map(of -> "the install " + of.name()).orElse("every install"), install);
  }

  /// Repository, and digest or tag.
  private static Map<String, String> image(String reference) {
    int digest = reference.indexOf('@');
    if (digest >= 0) {
      String named = reference.substring(0, digest);
      return Map.of(
          "repository", named.substring(0, tag(named)), "digest", reference.substring(digest + 1));
    }
    int tag = tag(reference);
    return tag == reference.length()
        ? Map.of("repository", reference, "tag", "latest")
        : Map.of("repository", reference.substring(0, tag), "tag", reference.substring(tag + 1));
  }

  /// Where a tag's colon is, or the end; a host's port comes before a slash.
  private static int tag(String reference) {
    int colon = reference.lastIndexOf(':');
    return colon > reference.lastIndexOf('/') ? colon : reference.length();
  }

  private static String text(Map<String, Object> values) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setWidth(WIDTH);
    options.setSplitLines(false);
    return new Yaml(new Lines(options), options).dump(values);
  }

  /// Policy and trust root stand line by line.
  private static final class Lines extends Representer {
    Lines(DumperOptions options) {
      super(options);
      representers.put(String.class, this::text);
    }

    private Node text(Object data) {
      String text = (String) data;
      return text.contains("\n")
          ? representScalar(Tag.STR, text, ScalarStyle.LITERAL)
          : representScalar(Tag.STR, text);
    }
  }
}

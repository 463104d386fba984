package io.bowline.installer.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.installer.Choices;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Parameters;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The base layer in Oracle's cloud as a stack of Resource Manager.
public final class OracleStack {
  /// The module's files, all of them.
  static final List<String> MODULE = GoogleBlueprint.MODULE;

  private OracleStack() {}

  static String file() {
    return "bowline-oracle-v%d.zip".formatted(Parameters.VERSION);
  }

  /// The archive, with the form that Oracle's console shows for it.
  public static Document document(Vendor vendor, Optional<Site> site, Choices choices) {
    Map<String, String> known = Blueprint.values(site, choices);
    Map<String, String> files = Blueprint.files(Door.ORACLE_STACK, "oracle", MODULE, vendor, known);
    files.put("schema.yaml", OracleForm.text(known));
    return Document.archive(file(), files);
  }

  /// Where Oracle's console opens with the form, the install's values in it.
  ///
  /// @param templates where the vendor has put the archive
  public static String link(URI templates, Site site, Choices choices) {
    String folder = templates.toString().endsWith("/") ? templates.toString() : templates + "/";
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    Blueprint.values(Optional.of(site), choices).forEach(values::put);
    return "https://cloud.oracle.com/resourcemanager/stacks/create?region=%s&zipUrl=%s&zipUrlVariables=%s"
        .formatted(encoded(site.region()), encoded(folder + file()), encoded(values.toString()));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }
}

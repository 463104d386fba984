package io.bowline.installer.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.installer.Choices;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Parameter;
import io.bowline.installer.Parameters;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The base layer in Google Cloud as a blueprint of Infrastructure Manager, with a tutorial for
/// Cloud Shell.
public final class GoogleBlueprint {
  /// The module's files, all of them.
  static final List<String> MODULE =
      List.of(
          "cluster.tf",
          "main.tf",
          "network.tf",
          "outputs.tf",
          "registry.tf",
          "runner.tf",
          "variables.tf",
          "versions.tf",
          "walls.tf");

  private static final String TUTORIAL = "tutorial.md";

  private GoogleBlueprint() {}

  /// The archive.
  public static Document document(Vendor vendor, Optional<Site> site, Choices choices) {
    Map<String, String> files =
        Blueprint.files(Door.GCP_BLUEPRINT, "gcp", MODULE, vendor, Blueprint.values(site, choices));
    files.put("install.tfvars", values(site));
    files.put(TUTORIAL, tutorial(site));
    return Document.archive("bowline-gcp-v%d.zip".formatted(Parameters.VERSION), files);
  }

  /// The tutorial of that archive, to be read before.
  public static Document read(Optional<Site> site) {
    return new Document(
        "bowline-gcp-v%d.md".formatted(Parameters.VERSION), "text/markdown", tutorial(site));
  }

  /// Where Cloud Shell opens with the tutorial. It clones a repository of GitHub or Bitbucket and
  /// takes no values from a link, so that what is an install's own is typed.
  public static String link(URI repository) {
    return "https://shell.cloud.google.com/cloudshell/editor?cloudshell_git_repo=%s&cloudshell_tutorial=%s&show=terminal"
        .formatted(URLEncoder.encode(repository.toString(), UTF_8), TUTORIAL);
  }

  /// The values file that Infrastructure Manager is given, with a line for each that has to be
  /// there.
  private static String values(Optional<Site> site) {
    Map<String, String> known = Blueprint.values(site, Choices.NONE);
    var text =
        new StringBuilder(
            "# The values of one install, as `bowline install show` has them. No token belongs here.\n");
    for (Parameter each : Parameters.of(Door.GCP_BLUEPRINT)) {
      if (each.standard().isEmpty()) {
        text.append(
            "%-10s = %s\n".formatted(each.name(), Hcl.text(known.getOrDefault(each.name(), ""))));
      }
    }
    return text.append("\n# everything else that may be chosen is in variables.tf\n").toString();
  }

  private static String tutorial(Optional<Site> site) {
    return Sources.text(TUTORIAL)
        .replace("{name}", site.map(Site::name).orElse("NAME"))
        .replace("{project}", site.map(Site::account).orElse("PROJECT"))
        .replace("{region}", site.map(Site::region).orElse("REGION"));
  }
}

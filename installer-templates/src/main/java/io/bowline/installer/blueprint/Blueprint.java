package io.bowline.installer.blueprint;

import io.bowline.installer.Choices;
import io.bowline.installer.Door;
import io.bowline.installer.Parameters;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What both clouds' archives have: the root of the configuration, the module that it calls, and
/// the program that starts the runner. No secret is in it, and none goes through it: what Terraform
/// is given it keeps in its record, and so do the services that run it.
final class Blueprint {
  /// Where the module is in an archive.
  private static final String MODULE = "data-plane";

  private Blueprint() {}

  /// @param door whose parameters are asked for
  /// @param cloud the folder of the module
  /// @param module its files
  /// @param known values of an install, by the names of parameters
  static Map<String, String> files(
      Door door, String cloud, List<String> module, Vendor vendor, Map<String, String> known) {
    var files = new TreeMap<>(Sources.module(cloud, module, MODULE));
    files.put("main.tf", Sources.text(cloud + ".tf"));
    files.put("variables.tf", RootVariables.file(Parameters.of(door), known));
    files.put("vendor.tf", vendor(vendor));
    files.put(Starting.FILE, Starting.program(door, vendor.runner()));
    return files;
  }

  /// What is known already of an install, by the names of parameters.
  static Map<String, String> values(Optional<Site> site, Choices choices) {
    var values = new LinkedHashMap<String, String>();
    site.ifPresent(of -> {
      values.put("name", of.name());
      values.put("install_id", of.installId());
      values.put("account_id", of.account());
      values.put("region", of.region());
    });
    new TreeMap<>(choices.values()).forEach(values::put);
    return values;
  }

  private static String vendor(Vendor vendor) {
    String tunnel =
        vendor
            .tunnel()
            .map(of -> "{ cidr = %s, port = %d }".formatted(Hcl.text(of.cidr()), of.port()))
            .orElse("null");
    return """
    # Of the control plane that rendered this, the same for every install: where it is.

    locals {
      bowline_version = %d

      control_plane = {
        cidrs  = %s
        tunnel = %s
      }
    }
    """
        .formatted(Parameters.VERSION, Hcl.texts(vendor.cidrs()), tunnel);
  }
}

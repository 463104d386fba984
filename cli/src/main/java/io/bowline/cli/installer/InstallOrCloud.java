package io.bowline.cli.installer;

import io.bowline.cli.api.Api;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What is to be rendered for: one install, or a whole cloud.
final class InstallOrCloud {
  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(names = "--cloud", paramLabel = "CLOUD", description = "aws, azure, gcp, oci or byok.")
  private String cloud = "";

  /// Where its doors are in the API.
  String path(Api api) {
    return cloud.isEmpty()
        ? api.tenant("installs/" + Api.segment(install) + "/installer")
        : "installer-templates/" + Api.segment(cloud);
  }
}

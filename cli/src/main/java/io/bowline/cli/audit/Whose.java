package io.bowline.cli.audit;

import io.bowline.cli.api.Api;
import picocli.CommandLine.Option;

/// Whose chain is meant.
final class Whose {
  @Option(
      names = "--vendor",
      description = "The vendor's own, in place of the organization's (vendor's staff).")
  private boolean vendor;

  /// Where it is.
  String path(Api api) {
    return vendor ? "audit" : api.tenant("audit");
  }
}

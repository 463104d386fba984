package io.bowline.cli.command;

import io.bowline.cli.api.Api;

/// Paths of installs, which the API knows by name as well as by id.
final class Installs {
  private Installs() {}

  static String path(Api api, String named) {
    return api.tenant("installs/" + Api.segment(named));
  }

  /// A path below an install.
  static String path(Api api, String named, String rest) {
    return path(api, named) + "/" + rest;
  }
}

package io.bowline.control.platform.keep;

import java.nio.file.Path;

/// Where the control plane keeps files.
///
/// @param data the data folder
/// @param artifacts the registry's folder, wherever that is configured to be
public record Places(Path data, Path artifacts) {
  public Places {
    data = data.toAbsolutePath().normalize();
    artifacts = artifacts.toAbsolutePath().normalize();
  }

  Path telemetry() {
    return data.resolve("telemetry");
  }
}

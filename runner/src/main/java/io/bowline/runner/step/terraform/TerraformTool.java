package io.bowline.runner.step.terraform;

import io.bowline.runner.host.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The program, and where it may get providers from.
///
/// @param program `tofu` or `terraform`
/// @param mirror folder with the providers that modules may use; there is no way to the network
/// @param cloud variables by which providers find the runner's own identity in the cloud
public record TerraformTool(Path program, Path mirror, Map<String, String> cloud) {
  private static final List<String> NAMES = List.of("tofu", "terraform");

  public TerraformTool {
    cloud = Map.copyOf(cloud);
  }

  /// The first of the two that is on the path.
  public static Optional<TerraformTool> find(Host host, Path mirror, Map<String, String> cloud) {
    return NAMES.stream()
        .flatMap(name -> host.find(name).stream())
        .findFirst()
        .map(program -> new TerraformTool(program, mirror, cloud));
  }

  /// The program alone: the rest may hold credentials.
  @Override
  public String toString() {
    return String.valueOf(program.getFileName());
  }
}

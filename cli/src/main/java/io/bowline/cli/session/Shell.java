package io.bowline.cli.session;

import io.bowline.cli.platform.World;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What surrounds one run of the CLI.
///
/// @param folder that relative paths on the command line start from
public record Shell(
    PrintWriter out,
    PrintWriter err,
    InputStream in,
    Map<String, String> environment,
    Path folder,
    World world) {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  public Shell {
    environment = Map.copyOf(environment);
  }

  /// A variable that is set and not blank.
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /// Waits a moment before asking a server again.
  public void pause() {
    try {
      world.pause(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliFailure(Exit.FAILED, "interrupted");
    }
  }

  /// A path as the user means it.
  public Path path(Path given) {
    return folder.resolve(given);
  }
}

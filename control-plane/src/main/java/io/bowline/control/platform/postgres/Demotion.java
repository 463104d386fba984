package io.bowline.control.platform.postgres;

import io.bowline.control.platform.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// PostgreSQL refuses to run as root: how its programs are started so that they do not.
///
/// @param prefix put before each command
/// @param handOver whether the data must belong to `nobody`
record Demotion(List<String> prefix, boolean handOver) {
  private static final Duration PROBE = Duration.ofSeconds(5);

  /// In a user namespace files stay ours and nothing has to change hands, so that comes first.
  private static final List<Demotion> WAYS =
      List.of(
          new Demotion(List.of("unshare", "-U"), false),
          new Demotion(List.of("runuser", "-u", "nobody", "--"), true),
          new Demotion(
              List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), true));

  static Demotion choose(Path program) throws IOException {
    if (!isRoot()) {
      return new Demotion(List.of(), false);
    }
    for (Demotion way : WAYS) {
      if (way.canRun(program)) {
        return way;
      }
    }
    throw new StartupFailure(
        "PostgreSQL does not run as root, and none of unshare, runuser and setpriv could start %s as"
                .formatted(program)
            + " somebody else. Start Bowline as an ordinary user, or set bowline.database.url.");
  }

  List<String> command(Path program, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /// Gives a folder to whom the programs run as.
  void giveAway(Path folder) throws IOException {
    if (!handOver) {
      return;
    }
    UserPrincipal nobody =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.toList();
    }
    for (Path path : all) {
      Files.setOwner(path, nobody);
    }
  }

  private boolean canRun(Path program) {
    try {
      return Program.run(command(program, "--version"), PROBE).code() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid
          && uid == 0;
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }
}

package io.bowline.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Where the real parts of this machine are.
///
/// Executables are looked for on the path, in the folder of `KUBEBUILDER_ASSETS` and then in the
/// user's cache, where `.ci/run` builds what no package brings. `kubeconfig` is the file named by
/// `BOWLINE_E2E_KUBECONFIG`, `runner-image` what `BOWLINE_E2E_RUNNER_IMAGE` names: the runner's
/// image, as `./bowline image` has pushed it to where the cluster's nodes pull from.
public record Parts(Map<String, String> environment) {
  /// The parts of the machine that runs this test.
  public static Parts here() {
    return new Parts(System.getenv());
  }

  /// Whether a missing part is a failure (CI) or a named skip.
  public boolean required() {
    return "required".equals(environment.get("BOWLINE_PARTS"));
  }

  /// The file that is this part: an executable, or a configuration.
  public Optional<Path> find(String part) {
    return switch (part) {
      case "kubeconfig" ->
          Optional.ofNullable(environment.get("BOWLINE_E2E_KUBECONFIG"))
              .map(Path::of)
              .filter(Files::isReadable);
      case "runner-image" ->
          Optional.ofNullable(environment.get("BOWLINE_E2E_RUNNER_IMAGE"))
              .filter(Predicate.not(String::isBlank))
              .map(Path::of);
      default ->
          folders().stream()
              .map(folder -> folder.resolve(part))
              .filter(Files::isExecutable)
              .filter(Predicate.not(Files::isDirectory))
              .findFirst();
    };
  }

  /// The file that is this part.
  ///
  /// @throws IllegalStateException when it is not there; guard the test with `RequiresPart`
  public Path require(String part) {
    return find(part).orElseThrow(() -> new IllegalStateException(absent(part)));
  }

  static String absent(String part) {
    return "part " + part + " is not on this machine";
  }

  /// The folder that holds what Bowline builds or fetches for this user.
  public Path cache() {
    String home = environment.getOrDefault("HOME", "/");
    return Path.of(environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache"), "bowline");
  }

  private List<Path> folders() {
    var folders = new ArrayList<Path>();
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        folders.add(Path.of(folder));
      }
    }
    Optional.ofNullable(environment.get("KUBEBUILDER_ASSETS"))
        .map(Path::of)
        .ifPresent(folders::add);
    folders.add(cache().resolve("parts/bin"));
    folders.add(cache().resolve("cluster/bin"));
    return folders;
  }
}

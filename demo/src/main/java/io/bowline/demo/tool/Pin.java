package io.bowline.demo.tool;

import io.bowline.model.artifact.Digest;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One published archive, exactly: where it is and what its bytes hash to.
///
/// @param folder in the cache, named after version and platform
record Pin(URI address, Digest digest, String folder) {
  static final String VERSION = "1.12.5";

  private static final URI RELEASES =
      URI.create("https://github.com/opentofu/opentofu/releases/download/v" + VERSION + "/");

  /// From the release's own list of checksums.
  private static final Map<String, String> PUBLISHED =
      Map.of(
          "linux_amd64", "a6894d45ae7a17ce83189cce8fe04b5a65f68cefceb62455b5a6a89fa53ab38f",
          "linux_arm64", "e67e9da2b1ddf5050ebee62a584cb826eafe1dfd3827d7ec20899ac62791ed1a",
          "darwin_amd64", "1012d8f3d4567bcbcd1f2c7d766feca39a30bced32fb8be47e1887fbbee2456d",
          "darwin_arm64", "2ae38150a667f5c0bd57b318d18ad8091d08f93fcca40345f3d88998661de5a9");

  /// The archive for a machine, where there is one.
  ///
  /// @param os and architecture, as the JDK names them
  static Optional<Pin> of(String os, String architecture) {
    String system = os.toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    String processor =
        switch (architecture) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> architecture;
        };
    String platform = system + "_" + processor;
    return Optional.ofNullable(PUBLISHED.get(platform))
        .map(hex ->
            new Pin(
                RELEASES.resolve("tofu_" + VERSION + "_" + platform + ".tar.gz"),
                new Digest(Digest.Algorithm.SHA256, hex),
                VERSION + "-" + platform));
  }
}

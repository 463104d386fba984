package io.bowline.demo;

import java.nio.file.Path;
import java.util.Optional;

/// What a person may say to the demo.
///
/// @param exit ends when the story is told, instead of staying until Ctrl-C
/// @param report JSON file with each step, its seconds and its evidence
/// @param kubeconfig of a real cluster, in place of the simulated account
/// @param registry of the real cluster, as `http://host:port`
/// @param sampleImage what the workloads run on a real cluster, as `host:port/repository:tag`
/// @param folder where everything goes; a new temporary one when absent
record Options(
    boolean exit,
    boolean withoutTerraform,
    Optional<Path> report,
    Optional<Path> kubeconfig,
    Optional<String> registry,
    Optional<String> sampleImage,
    Optional<Path> folder) {
  static final String USAGE =
      """
      ./bowline demo [--exit] [--report FILE] [--folder DIR] [--without-terraform]
                     [--kubeconfig FILE --registry URL --sample-image REFERENCE]

        --exit                end when the story is told; 0 only when every step held
        --report FILE         write each step with its seconds and its evidence as JSON
        --folder DIR          keep everything there (a new temporary folder when absent)
        --without-terraform   leave out the component that needs tofu or terraform
        --kubeconfig FILE     a real cluster in place of the simulated account
        --registry URL        the real cluster's registry, e.g. http://127.0.0.1:5000
        --sample-image REF    a busybox-like image there for the workloads, e.g. 127.0.0.1:5000/busybox:1
      """;

  /// Reads the command line.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  static Options read(String... arguments) {
    boolean exit = false;
    boolean withoutTerraform = false;
    Path report = null;
    Path kubeconfig = null;
    String registry = null;
    String sampleImage = null;
    Path folder = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--exit" -> exit = true;
        case "--without-terraform" -> withoutTerraform = true;
        case "--report" -> report = Path.of(value(arguments, ++i));
        case "--kubeconfig" -> kubeconfig = Path.of(value(arguments, ++i));
        case "--registry" -> registry = value(arguments, ++i);
        case "--sample-image" -> sampleImage = value(arguments, ++i);
        case "--folder" -> folder = Path.of(value(arguments, ++i));
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    if ((kubeconfig == null) != (registry == null)
        || (kubeconfig == null) != (sampleImage == null)) {
      throw new IllegalArgumentException(
          "a real cluster needs all of --kubeconfig, --registry and --sample-image");
    }
    return new Options(
        exit,
        withoutTerraform,
        Optional.ofNullable(report),
        Optional.ofNullable(kubeconfig),
        Optional.ofNullable(registry),
        Optional.ofNullable(sampleImage),
        Optional.ofNullable(folder));
  }

  /// The same without the Terraform component.
  Options leavingTerraformOut() {
    return new Options(exit, true, report, kubeconfig, registry, sampleImage, folder);
  }

  private static String value(String[] arguments, int at) {
    if (at >= arguments.length) {
      throw new IllegalArgumentException("option " + arguments[at - 1] + " needs a value");
    }
    return arguments[at];
  }
}

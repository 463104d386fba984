package io.bowline.testkit.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.testkit.Parts;
import io.bowline.testkit.terraform.Made;
import io.bowline.testkit.terraform.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/// Terraform in one folder, which finds providers on this machine and nowhere else.
public final class Terraform {
  /// Where a machine may have a real provider of AWS.
  private static final Path PROVIDERS = Path.of("/opt/tf-plugins");

  private static final Pattern PROGRESS =
      Pattern.compile(": (Refreshing|Reading|Read complete|Still|Creat|Destr)");

  private final Path folder;
  private String program = "terraform";
  private final Map<String, String> environment = new HashMap<>();

  private Terraform(Path folder, Path settings) {
    this.folder = folder;
    environment.put("TF_CLI_CONFIG_FILE", settings.toString());
    environment.put("TF_IN_AUTOMATION", "1");
    environment.put("CHECKPOINT_DISABLE", "1");
  }

  /// What an ended run said.
  public record Ended(int code, String said) {}

  /// With the real provider of AWS. Skips the test by name where that is not on this machine.
  ///
  /// @param scratch a folder for settings
  public static Terraform real(Path folder, Path scratch) throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(PROVIDERS.resolve("registry.terraform.io/hashicorp/aws")),
        "part terraform-provider-aws is not on this machine");
    return new Terraform(folder, settings(PROVIDERS, scratch));
  }

  /// With providers that make nothing.
  ///
  /// @param scratch a folder for settings and for what stands in for providers
  public static Terraform with(Path folder, Path scratch, StandIn... providers) throws IOException {
    Path mirror = Files.createDirectories(scratch.resolve("providers"));
    for (StandIn provider : providers) {
      provider.into(mirror);
    }
    return new Terraform(folder, settings(mirror, scratch));
  }

  private static Path settings(Path mirror, Path scratch) throws IOException {
    return Files.writeString(
        scratch.resolve("terraform.rc"),
        "provider_installation {\n  filesystem_mirror {\n    path = \"%s\"\n  }\n}\n"
            .formatted(mirror.toAbsolutePath()));
  }

  /// With a variable of its environment.
  public Terraform with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// The same folder, by another Terraform of this machine.
  ///
  /// @param part which one
  public Terraform by(String part) {
    program = part;
    return this;
  }

  /// Runs a verb to its end.
  public Ended run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Parts.here().require(program).toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), said);
  }

  /// The same, where any other end than this is a failure of the test.
  public String require(int code, String... arguments) throws IOException, InterruptedException {
    Ended ended = run(arguments);
    if (ended.code() != code) {
      throw new AssertionError(
          "terraform %s ended with %d:%n%s"
              .formatted(
                  String.join(" ", arguments),
                  ended.code(),
                  ended
                      .said()
                      .substring(Math.max(0, ended.said().indexOf("Error: ")))
                      .lines()
                      .filter(line -> !PROGRESS.matcher(line).find())
                      .collect(Collectors.joining("\n"))));
    }
    return ended.said();
  }

  /// What it has made so far.
  public Made made() throws IOException, InterruptedException {
    return Made.of(require(0, "show", "-json", "-no-color"));
  }

  /// Copies a module without what Terraform itself left there.
  public static void copy(Path module, Path to) throws IOException {
    List<Path> files;
    try (var walked = Files.walk(module)) {
      files =
          walked
              .filter(Files::isRegularFile)
              .filter(file -> !module.relativize(file).toString().contains(".terraform"))
              .toList();
    }
    for (Path file : files) {
      Path target = to.resolve(module.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }
}

package io.bowline.cli.release;

import io.bowline.cli.api.Connection;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.layout.Platforms;
import io.bowline.release.layout.ReleaseExport;
import io.bowline.release.publish.ReleaseStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = {
      "Write a release with all that it needs to one file, an OCI image layout.",
      "Images come with every platform, or with those of --platform, and with what refers to them:"
          + " signatures, bills of materials."
    })
final class ExportCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private PublishedRelease named = new PublishedRelease();
  @Mixin private Connection connection = new Connection();
  @Mixin private RegistryOptions registry = new RegistryOptions();

  @Option(names = "--to", required = true, paramLabel = "FILE", description = "A new tar file.")
  private Path file = Path.of("");

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      split = ",",
      description = {
        "Images for these platforms alone, such as linux/amd64,linux/arm64.",
        "Digests stay what they are: an index names the others, too, which the file has not got."
      })
  private List<String> platforms = List.of();

  ExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Path target = shell.path(file);
    if (Files.exists(target)) {
      throw new CliFailure(Exit.CONFLICT, file + " is there already");
    }
    Platforms chosen = chosen();
    var client = registry.client(shell, connection.api(shell));
    Bundle bundle =
        RegistryOptions.attempt(() ->
            new ReleaseExport(client, line -> shell.err().println(line), chosen)
                .write(
                    named.product(),
                    named.digest(new ReleaseStore(client, named.product())),
                    target));
    shell.err().flush();
    String which = chosen.areAll() ? "" : ", images for " + chosen;
    shell.out().println(bundle.digest() + " in " + file + which);
    shell.out().flush();
    return 0;
  }

  private Platforms chosen() {
    try {
      return new Platforms(platforms);
    } catch (IllegalArgumentException e) {
      throw new CliFailure(Exit.USAGE, "--platform: " + e.getMessage());
    }
  }
}

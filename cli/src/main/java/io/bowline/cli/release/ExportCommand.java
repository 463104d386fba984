package io.bowline.cli.release;

import io.bowline.cli.api.Connection;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.layout.ReleaseExport;
import io.bowline.release.publish.ReleaseStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = {
      "Write a release with all that it needs to one file, an OCI image layout.",
      "Images come with every platform, and with what refers to them: signatures, bills of materials."
    })
final class ExportCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private PublishedRelease named = new PublishedRelease();
  @Mixin private Connection connection = new Connection();
  @Mixin private RegistryOptions registry = new RegistryOptions();

  @Option(names = "--to", required = true, paramLabel = "FILE", description = "A new tar file.")
  private Path file = Path.of("");

  ExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Path target = shell.path(file);
    if (Files.exists(target)) {
      throw new CliFailure(Exit.CONFLICT, file + " is there already");
    }
    var client = registry.client(shell, connection.api(shell));
    Bundle bundle =
        RegistryOptions.attempt(() ->
            new ReleaseExport(client, line -> shell.err().println(line))
                .write(
                    named.product(),
                    named.digest(new ReleaseStore(client, named.product())),
                    target));
    shell.err().flush();
    shell.out().println(bundle.digest() + " in " + file);
    shell.out().flush();
    return 0;
  }
}

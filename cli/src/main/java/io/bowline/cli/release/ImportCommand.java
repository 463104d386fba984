package io.bowline.cli.release;

import io.bowline.cli.api.Api;
import io.bowline.cli.api.Connection;
import io.bowline.cli.session.Shell;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.layout.Layout;
import io.bowline.release.layout.ReleaseImport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = {
      "Put an exported release into a registry, digest by digest, and make it known to the server.",
      "Its signature is what it was; the runner judges it as if it came from the vendor's registry."
    })
final class ImportCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private Connection connection = new Connection();
  @Mixin private RegistryOptions registry = new RegistryOptions();

  @Parameters(paramLabel = "FILE", description = "What 'bowline release export' wrote.")
  private Path file = Path.of("");

  @Option(names = "--only-push", description = "Do not make it known to the server.")
  private boolean onlyPush = false;

  ImportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Api api = connection.api(shell);
    var client = registry.client(shell, api);
    Bundle bundle =
        RegistryOptions.attempt(() -> {
          Layout layout = Layout.open(shell.path(file));
          return new ReleaseImport(layout, client, line -> shell.err().println(line)).run();
        });
    shell.err().flush();
    if (!onlyPush) {
      PublishCommand.makeKnown(api, bundle);
    }
    shell
        .out()
        .printf(
            "%s %s, %s%n", bundle.release().product(), bundle.release().version(), bundle.digest());
    shell.out().flush();
    return 0;
  }
}

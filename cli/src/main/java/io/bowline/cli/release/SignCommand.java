package io.bowline.cli.release;

import io.bowline.cli.api.Connection;
import io.bowline.cli.session.Shell;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.trust.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "sign",
    description = {
      "Sign a release that is in the registry, for runners and for 'cosign verify'.",
      "With --return-from, sign that installs may go back to it, though it is older."
    })
final class SignCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private PublishedRelease named = new PublishedRelease();
  @Mixin private Connection connection = new Connection();
  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private KeyOptions keys = new KeyOptions();

  @Option(
      names = "--return-from",
      paramLabel = "SEQUENCE",
      description = "Newest sequence from which a return is allowed.")
  private Optional<Long> returnFrom = Optional.empty();

  @Option(
      names = "--sign-images",
      description = "Sign the images that it mirrors, too, as 'cosign sign' does.")
  private boolean signImages = false;

  SignCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SigningKey key = keys.key(shell);
    var client = registry.client(shell, connection.api(shell));
    ReleaseStore store = new ReleaseStore(client, named.product());
    RegistryOptions.attempt(() -> {
      var author = new AuthorSignature(client, key);
      Bundle bundle = named.pull(store).bundle();
      if (returnFrom.isPresent()) {
        author.signReturn(bundle, returnFrom.get());
      } else {
        author.sign(bundle);
      }
      if (signImages) {
        author.signImages(bundle.release());
      }
      return bundle;
    });
    shell.out().println("signed by key " + key.id());
    shell.out().flush();
    return 0;
  }

  /// Which key signs.
  static final class KeyOptions {
    @Option(
        names = "--key",
        required = true,
        paramLabel = "FILE",
        description = "Private key of 'release keygen'.")
    private Path key = Path.of("");

    @Option(
        names = "--passphrase-file",
        paramLabel = "FILE",
        description = "Its passphrase; '-' is standard input. Or set BOWLINE_KEY_PASSPHRASE.")
    private Optional<Path> passphrase = Optional.empty();

    SigningKey key(Shell shell) {
      return KeyFiles.key(shell, key, passphrase);
    }
  }
}

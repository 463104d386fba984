package io.bowline.cli.release;

import io.bowline.cli.session.PrivateFile;
import io.bowline.cli.session.Shell;
import io.bowline.release.trust.SigningKey;
import io.bowline.release.trust.TrustRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "keygen",
    description = {
      "Make a signing key (ECDSA P-256).",
      "Writes FILE (private, PKCS#8), FILE.pub and, for a product, the first trust root."
    })
final class KeygenCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "FILE", description = "Where the private key goes; must not be there.")
  private Path file = Path.of("release.key");

  @Option(
      names = "--product",
      paramLabel = "NAME",
      description = "Also write FILE.trust-root.json, which installers pin.")
  private Optional<String> product = Optional.empty();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Encrypt the key; '-' is standard input. Or set BOWLINE_KEY_PASSPHRASE.")
  private Optional<Path> passphrase = Optional.empty();

  KeygenCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SigningKey key = SigningKey.generate();
    Path target = shell.path(file);
    PrivateFile.write(target, key.pem(KeyFiles.passphrase(shell, passphrase)));
    KeyFiles.write(
        Path.of(target + ".pub"), key.publicKey().pem().getBytes(StandardCharsets.UTF_8));
    product.ifPresent(name ->
        KeyFiles.write(
            Path.of(target + ".trust-root.json"),
            new TrustRoot(1, name, List.of(key.publicKey())).write()));
    shell.out().println("key " + key.id() + " in " + file);
    shell.out().flush();
    return 0;
  }
}

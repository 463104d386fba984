package io.bowline.cli.release;

import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.release.trust.SigningKey;
import io.bowline.release.trust.TrustRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rotate",
    description = {
      "Make the next version of a trust root, signed by a key of the present one.",
      "Writes OUT (signed, for runners) and OUT.plain.json (for new installers)."
    })
final class RotateCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "ROOT", description = "The present trust root.")
  private Path present = Path.of("");

  @Parameters(index = "1", paramLabel = "OUT", description = "Where the next one goes.")
  private Path out = Path.of("");

  @Option(names = "--key", required = true, paramLabel = "FILE", description = "A present key.")
  private Path key = Path.of("");

  @Option(
      names = "--new-key",
      required = true,
      paramLabel = "FILE",
      description = "The key to come.")
  private Path newKey = Path.of("");

  @Option(names = "--keep", description = "Keep the present keys beside the new one.")
  private boolean keep = false;

  RotateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    TrustRoot root = KeyFiles.trustRoot(shell, present);
    SigningKey old = KeyFiles.key(shell, key, java.util.Optional.empty());
    SigningKey fresh = KeyFiles.key(shell, newKey, java.util.Optional.empty());
    var keys = new ArrayList<>(List.of(fresh.publicKey()));
    if (keep) {
      keys.addAll(root.keys());
    }
    TrustRoot next = new TrustRoot(root.version() + 1, root.product(), keys);
    byte[] signed = next.signedBy(List.of(old, fresh));
    switch (root.rotate(signed)) {
      case TrustRoot.Rotation.Refused(String sentence) ->
          throw new CliFailure(Exit.FAILED, sentence);
      case TrustRoot.Rotation.Rotated _ -> {
        KeyFiles.write(shell.path(out), signed);
        KeyFiles.write(Path.of(shell.path(out) + ".plain.json"), next.write());
      }
    }
    shell.out().println("trust root version " + next.version() + " in " + out);
    shell.out().flush();
    return 0;
  }
}

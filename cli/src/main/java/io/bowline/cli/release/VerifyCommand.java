package io.bowline.cli.release;

import io.bowline.cli.api.Connection;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.release.publish.Pulled;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.trust.Seen;
import io.bowline.release.trust.TrustRoot;
import io.bowline.release.trust.Verdict;
import io.bowline.release.trust.Verifier;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "verify",
    description = "Judge a release in the registry as a runner would: every byte, the signature.")
final class VerifyCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private PublishedRelease named = new PublishedRelease();
  @Mixin private Connection connection = new Connection();
  @Mixin private RegistryOptions registry = new RegistryOptions();

  @Option(
      names = "--trust-root",
      required = true,
      paramLabel = "FILE",
      description = "The keys that count.")
  private Path trustRoot = Path.of("");

  @Option(
      names = "--seen",
      paramLabel = "SEQUENCE",
      description = "Highest sequence that an install has had (${DEFAULT-VALUE}).")
  private long seen = 0;

  VerifyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    TrustRoot root = KeyFiles.trustRoot(shell, trustRoot);
    var client = registry.client(shell, connection.api(shell));
    ReleaseStore store = new ReleaseStore(client, named.product());
    Pulled pulled = RegistryOptions.attempt(() -> named.pull(store));
    var bundle = pulled.bundle();
    Verdict verdict =
        new Verifier(root.follow(pulled.roots()))
            .judge(
                bundle.digest(),
                bundle.release(),
                pulled.envelopes(),
                new Seen(seen, Optional.empty()));
    return switch (verdict) {
      case Verdict.Trusted trusted -> {
        shell
            .out()
            .printf(
                "trusted: %s %s, sequence %d, %s, key %s%s%n",
                trusted.statement().product(),
                trusted.statement().version(),
                trusted.statement().sequence(),
                bundle.digest(),
                trusted.key(),
                trusted.byException() ? ", by a signed return" : "");
        shell.out().flush();
        yield 0;
      }
      case Verdict.Untrusted untrusted ->
          throw new CliFailure(Exit.FAILED, "not trusted: " + untrusted.sentence());
    };
  }
}

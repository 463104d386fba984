package io.bowline.cli.release;

import io.bowline.cli.api.Connection;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.model.artifact.Digest;
import io.bowline.model.release.Release;
import io.bowline.release.publish.Pulled;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.Seen;
import io.bowline.release.trust.TrustRoot;
import io.bowline.release.trust.Verdict;
import io.bowline.release.trust.Verifier;
import java.nio.file.Path;
import java.util.List;
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

  @Option(
      names = "--attachments",
      description = "Also list what refers to it and its images: signatures, bills of materials.")
  private boolean listed = false;

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
        attachments(client, bundle.release(), bundle.digest());
        shell.out().flush();
        yield 0;
      }
      case Verdict.Untrusted untrusted ->
          throw new CliFailure(Exit.FAILED, "not trusted: " + untrusted.sentence());
    };
  }

  private void attachments(RegistryClient client, Release release, Digest digest) {
    if (!listed) {
      return;
    }
    attachments(client, named.product(), digest);
    release.images().forEach(image -> attachments(client, image.repository(), image.digest()));
  }

  private void attachments(RegistryClient client, String repository, Digest digest) {
    List<RegistryClient.Referrer> found =
        RegistryOptions.attempt(() -> client.referrers(repository, digest));
    shell.out().println(repository + "@" + digest);
    found.stream()
        .map(one -> "  " + one.artifactType() + " " + one.digest())
        .sorted()
        .forEach(shell.out()::println);
  }
}

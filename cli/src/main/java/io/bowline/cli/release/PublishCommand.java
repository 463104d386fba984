package io.bowline.cli.release;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.Connection;
import io.bowline.cli.print.Column;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.release.bundle.AuthorFolder;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.Packed;
import io.bowline.release.publish.Pulled;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.Seen;
import io.bowline.release.trust.SigningKey;
import io.bowline.release.trust.TrustRoot;
import io.bowline.release.trust.Verdict;
import io.bowline.release.trust.Verifier;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "publish",
    description = {
      "Check, pack, push and sign a release, and make it known to the server.",
      "The images it mirrors must be in the registry already."
    })
final class PublishCommand implements Callable<Integer> {
  static final List<Column> COLUMNS =
      List.of(
          Column.of("DIGEST", "/digest"),
          Column.of("PRODUCT", "/product"),
          Column.of("VERSION", "/version"),
          Column.of("SEQUENCE", "/sequence"));

  private final Shell shell;
  @Mixin private Connection connection = new Connection();
  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private SignCommand.KeyOptions keys = new SignCommand.KeyOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "Folder with release.yaml; this one when absent.")
  private Path folder = Path.of(".");

  @Option(
      names = "--only-push",
      description = "Push and sign, but do not make it known to the server.")
  private boolean onlyPush = false;

  PublishCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SigningKey key = keys.key(shell);
    List<AuthorProblem> problems = LintCommand.check(shell, folder);
    if (LintCommand.errors(problems) > 0) {
      return refused(problems);
    }
    Api api = connection.api(shell);
    RegistryClient client = registry.client(shell, api);
    Packed packed =
        RegistryOptions.attempt(
            () -> AuthorFolder.pack(shell.path(folder).normalize(), client::digest));
    return switch (packed) {
      case Packed.Refused(List<AuthorProblem> wrong) -> refused(wrong);
      case Packed.Done(Bundle bundle) -> publish(api, client, bundle, key);
    };
  }

  private int publish(Api api, RegistryClient client, Bundle bundle, SigningKey key) {
    String repository = bundle.release().product();
    ReleaseStore store = new ReleaseStore(client, repository);
    RegistryOptions.attempt(() -> {
      store.push(bundle);
      if (!isSigned(store.pull(bundle.digest()), key)) {
        store.attach(bundle, SignCommand.published(bundle).sign(key));
      }
      return bundle.digest();
    });
    if (!onlyPush) {
      makeKnown(api, bundle);
    }
    var shown =
        JsonNodeFactory.instance
            .objectNode()
            .put("digest", bundle.digest().toString())
            .put("product", bundle.release().product())
            .put("version", bundle.release().version())
            .put("sequence", bundle.release().sequence());
    connection.printer(shell).one(shown, COLUMNS);
    return 0;
  }

  /// Tells the server of a release that is in its registry.
  static void makeKnown(Api api, Bundle bundle) {
    api.post(
        "releases",
        JsonNodeFactory.instance
            .objectNode()
            .put("repository", bundle.release().product())
            .put("digest", bundle.digest().toString()));
  }

  /// Whether this key has signed before: publishing again adds nothing.
  private static boolean isSigned(Pulled pulled, SigningKey key) {
    Bundle bundle = pulled.bundle();
    TrustRoot own = new TrustRoot(1, bundle.release().product(), List.of(key.publicKey()));
    Verdict verdict =
        new Verifier(own)
            .judge(bundle.digest(), bundle.release(), pulled.envelopes(), Seen.NOTHING);
    return verdict instanceof Verdict.Trusted;
  }

  private int refused(List<AuthorProblem> problems) {
    problems.forEach(problem -> shell.err().println(problem));
    shell.err().flush();
    return Exit.FAILED.code();
  }
}

package io.bowline.cli.release;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.Connection;
import io.bowline.cli.print.Column;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.model.artifact.Digest;
import io.bowline.release.bundle.AuthorFolder;
import io.bowline.release.bundle.AuthorProblem;
import io.bowline.release.bundle.Bundle;
import io.bowline.release.bundle.Packed;
import io.bowline.release.publish.Attachment;
import io.bowline.release.publish.ReleaseStore;
import io.bowline.release.registry.RegistryClient;
import io.bowline.release.trust.SigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

  @Option(
      names = "--sign-images",
      description = "Sign the images that it mirrors, too, as 'cosign sign' does.")
  private boolean signImages = false;

  @Option(
      names = "--next-root",
      paramLabel = "FILE",
      description = "What 'release rotate' wrote: runners take the new keys with this release.")
  private Optional<Path> nextRoot = Optional.empty();

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
    RegistryOptions.attempt(() -> {
      List<Attachment> attachments = Attachment.of(shell.path(folder));
      ReleaseStore store = new ReleaseStore(client, bundle.release().product());
      store.push(bundle);
      for (Attachment attachment : attachments) {
        Digest _ = store.attach(bundle, attachment);
      }
      var author = new AuthorSignature(client, key);
      author.sign(bundle);
      if (signImages) {
        author.signImages(bundle.release());
      }
      if (nextRoot.isPresent()) {
        author.attachRoot(bundle, KeyFiles.small(shell, nextRoot.get()));
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

  private int refused(List<AuthorProblem> problems) {
    problems.forEach(problem -> shell.err().println(problem));
    shell.err().flush();
    return Exit.FAILED.code();
  }
}

package io.bowline.cli.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.Connection;
import io.bowline.cli.api.Releases;
import io.bowline.cli.print.Column;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.model.artifact.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "attachments",
    description = {
      "List what is attached to a release and to its images: bills of materials, provenance,"
          + " signatures; or write one of them to a file.",
      "A signature's key is what it says itself; runners judge it, and 'bowline release verify' does."
    })
final class AttachmentsCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("DIGEST", "/digest"),
          Column.of("KIND", "/kind"),
          Column.of("SIZE", "/size"),
          Column.of("IMAGE", "/image"),
          Column.of("SUBJECT", "/subject"),
          Column.of("TYPE", "/mediaType"),
          Column.of("KEY", "/key"));

  private static final int MOST = 10_000;

  private final Shell shell;
  @Mixin private Connection connection = new Connection();

  @Parameters(
      paramLabel = "RELEASE",
      description = "Digest of the release, or its version with --product.")
  private String release = "";

  @Option(names = "--product", paramLabel = "PRODUCT", description = "Whose version it is.")
  private Optional<String> product = Optional.empty();

  @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
  private int limit = 500;

  @Option(
      names = "--get",
      paramLabel = "DIGEST",
      description = "Write this one to the file of --to; the beginning of its digest is enough.")
  private Optional<String> wanted = Optional.empty();

  @Option(names = "--to", paramLabel = "FILE", description = "A new file.")
  private Optional<Path> file = Optional.empty();

  AttachmentsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (wanted.isPresent() != file.isPresent()) {
      throw new CliFailure(Exit.USAGE, "--get and --to go together");
    }
    Api api = connection.api(shell);
    String path =
        "releases/"
            + Api.segment(Releases.digest(api, product.orElse(""), release))
            + "/attachments";
    if (wanted.isPresent()) {
      save(api, path, wanted.get(), file.orElseThrow());
    } else {
      List<JsonNode> found = open(api, path, at -> api.list(at, Map.of(), limit));
      connection.printer(shell).list(found, COLUMNS);
    }
    return 0;
  }

  private void save(Api api, String path, String text, Path to) {
    Digest digest = digest(api, path, text);
    byte[] bytes = open(api, path + "/" + Api.segment(digest.toString()), api::bytes);
    var hash = digest.algorithm().hash();
    hash.update(bytes);
    if (!Digest.finish(digest.algorithm(), hash).equals(digest)) {
      throw new CliFailure(Exit.SERVER, "the server answers for " + digest + " with other bytes");
    }
    KeyFiles.write(shell.path(to), bytes);
    shell.out().println(digest + " in " + to);
    shell.out().flush();
  }

  private static Digest digest(Api api, String path, String text) {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      return begunWith(open(api, path, at -> api.list(at, Map.of(), MOST)), text);
    }
  }

  private static Digest begunWith(List<JsonNode> listed, String text) {
    List<String> found =
        listed.stream()
            .map(one -> one.path("digest").asText())
            .filter(digest -> digest.startsWith(text))
            .distinct()
            .toList();
    if (found.size() != 1) {
      throw new CliFailure(
          found.isEmpty() ? Exit.NOT_FOUND : Exit.USAGE,
          (found.isEmpty() ? "nothing is attached" : "several things are attached")
              + " whose digest begins with "
              + text);
    }
    return Digest.parse(found.getFirst());
  }

  /// Of any release for the vendor's staff, of those that their organization is entitled to for
  /// others.
  private static <T> T open(Api api, String path, Function<String, T> ask) {
    try {
      return ask.apply(path);
    } catch (CliFailure e) {
      if (e.exit() != Exit.NOT_ALLOWED) {
        throw e;
      }
      return ask.apply(api.tenant(path));
    }
  }
}

package io.bowline.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cli.api.Connection;
import io.bowline.cli.print.Column;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Checks that nothing was changed.
@Command(
    name = "verify",
    description = {
      "Walk the chain; the exit code says whether it holds.",
      "With --file an exported one is walked, and no server is asked."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("INTACT", "/intact"),
          Column.of("ENTRIES", "/entries"),
          Column.of("FROM", "/first"),
          Column.of("TO", "/last"),
          Column.of("HASH", "/hash"),
          Column.of("REASON", "/reason"));

  private final Shell shell;
  @Mixin private Connection connection = new Connection();
  @Mixin private Whose whose = new Whose();

  @Option(names = "--file", paramLabel = "FILE", description = "What 'audit export' wrote.")
  private Optional<Path> file = Optional.empty();

  VerifyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    JsonNode verified = file.map(this::exported).orElseGet(this::served);
    connection.printer(shell).one(verified, COLUMNS);
    return (verified.path("intact").asBoolean() ? Exit.OK : Exit.FAILED).code();
  }

  private JsonNode served() {
    var api = connection.api(shell);
    return api.get(whose.path(api) + "/verification", Map.of());
  }

  private JsonNode exported(Path given) {
    AuditFile.Found found = new AuditFile(shell.path(given)).walk();
    var node = JsonNodeFactory.instance.objectNode();
    node.put("intact", found.reason().isEmpty());
    node.put("entries", found.first() == 0 ? 0 : found.last() - found.first() + 1);
    if (found.first() != 0) {
      node.put("first", found.first()).put("last", found.last()).put("hash", found.hash());
    }
    found.reason().ifPresent(reason -> node.put("reason", reason));
    return node;
  }
}

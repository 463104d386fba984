package io.bowline.cli.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.Connection;
import io.bowline.cli.api.Releases;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Format;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "installs",
    description = "List who runs what, of all organizations, and where each could go.")
final class InstallsCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ORGANIZATION", "/organizationName"),
          Column.of("NAME", "/name"),
          Column.of("PRODUCT", "/product"),
          Column.of("STATUS", "/status"),
          Column.of("RUNS", "/version"),
          Column.of("YANKED", "/yankReason"),
          Column.of("PINNED", "/pinned"),
          Column.of("OFFERED", "/nextVersion"));

  private final Shell shell;
  @Mixin private Connection connection = new Connection();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PRODUCT",
      description = "Of this product only.")
  private Optional<String> product = Optional.empty();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RELEASE",
      description = "That run this version or digest.")
  private Optional<String> release = Optional.empty();

  @Option(names = "--yanked", description = "Whose release was yanked.")
  private boolean yanked = false;

  @Option(names = "--behind", description = "Who are offered another release than they run.")
  private boolean behind = false;

  @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
  private int limit = 500;

  InstallsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Api api = connection.api(shell);
    Printer printer = connection.printer(shell);
    var query = new TreeMap<String, String>();
    product.ifPresent(name -> query.put("product", name));
    release.ifPresent(text -> query.put("release", Releases.digest(api, product.orElse(""), text)));
    if (yanked) {
      query.put("yanked", "true");
    }
    if (behind) {
      query.put("behind", "true");
    }
    List<JsonNode> found = api.list("installs", query, limit);
    if (printer.format() == Format.table) {
      found.forEach(InstallsCommand::sayReturn);
    }
    printer.list(found, COLUMNS);
    return 0;
  }

  /// For an older release the vendor has to sign a return.
  private static void sayReturn(JsonNode install) {
    if (install.path("needsReturn").asBoolean() && install instanceof ObjectNode one) {
      one.put("nextVersion", one.path("nextVersion").asText() + " (a return)");
    }
  }
}

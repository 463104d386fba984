package io.bowline.cli.release;

import io.bowline.cli.api.Connection;
import io.bowline.cli.print.Column;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List releases that the server knows.")
final class ListCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("DIGEST", "/digest"),
          Column.of("PRODUCT", "/product"),
          Column.of("VERSION", "/version"),
          Column.of("SEQUENCE", "/sequence"),
          Column.of("PUBLISHED", "/publishedAt"),
          Column.of("YANKED", "/yankReason"));

  private final Shell shell;
  @Mixin private Connection connection = new Connection();

  @Option(names = "--product", paramLabel = "PRODUCT", description = "Of this product only.")
  private Optional<String> product = Optional.empty();

  @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
  private int limit = 100;

  ListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Map<String, String> query = product.map(name -> Map.of("product", name)).orElseGet(Map::of);
    connection.printer(shell).list(connection.api(shell).list("releases", query, limit), COLUMNS);
    return 0;
  }
}

package io.bowline.cli.release;

import io.bowline.cli.api.Api;
import io.bowline.cli.api.Connection;
import io.bowline.cli.print.Column;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show a release that the server knows.")
final class ShowCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("DIGEST", "/digest"),
          Column.of("PRODUCT", "/product"),
          Column.of("VERSION", "/version"),
          Column.of("SEQUENCE", "/sequence"),
          Column.of("REPOSITORY", "/repository"),
          Column.of("PUBLISHED", "/publishedAt"),
          Column.of("YANKED", "/yankedAt"),
          Column.of("BY", "/yankedBy"),
          Column.of("REASON", "/yankReason"));

  private final Shell shell;
  @Mixin private Connection connection = new Connection();

  @Parameters(paramLabel = "DIGEST", description = "Digest of the release.")
  private String digest = "";

  ShowCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var release = connection.api(shell).get("releases/" + Api.segment(digest), Map.of());
    connection.printer(shell).one(release, COLUMNS);
    return 0;
  }
}

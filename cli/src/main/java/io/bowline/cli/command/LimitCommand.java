package io.bowline.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What an organization may take from the artifact registry, and hold there.
final class LimitCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("REQUESTS/S", "/requestsPerSecond"),
          Column.of("TRANSFERS", "/transfers"),
          Column.of("BYTES/DAY", "/bytesPerDay"),
          Column.of("BYTES STORED", "/bytesStored"),
          Column.of("REPOSITORIES", "/repositories"),
          Column.of("SET BY", "/setBy"),
          Column.of("DAY", "/day"),
          Column.of("PULLED", "/bytesPulled"),
          Column.of("SENDING", "/transfersNow"),
          Column.of("HELD", "/held/bytes"),
          Column.of("UPLOADING", "/held/uploading"),
          Column.of("HELD REPOSITORIES", "/held/repositories"));

  private LimitCommand() {}

  @Command(
      name = "limits",
      description = {
        "Show what the organization may take from the artifact registry, and what it took today,",
        "and what the namespace of its name may hold there, and holds.",
        "A limit of 0 is none."
      })
  static final class Show extends ApiVerb {
    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(api.get(api.tenant("registry-limits"), Map.of()), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(
      name = "limit",
      description = {
        "Give the organization limits of its own (vendor's staff). What is left out is the default;",
        "without any option all are. 0 is no limit."
      })
  static final class Set extends ApiVerb {
    @Option(
        names = "--requests-per-second",
        paramLabel = "N",
        description = "Requests that a process answers in a second.")
    private Optional<Integer> requests = Optional.empty();

    @Option(
        names = "--transfers",
        paramLabel = "N",
        description = "Blobs that a process sends at once.")
    private Optional<Integer> transfers = Optional.empty();

    @Option(
        names = "--bytes-per-day",
        paramLabel = "BYTES",
        description = "Bytes of blobs that are pulled from midnight to midnight UTC.")
    private Optional<Long> bytes = Optional.empty();

    @Option(
        names = "--bytes-stored",
        paramLabel = "BYTES",
        description =
            "Bytes that the repositories of the organization's namespace hold, uploads included.")
    private Optional<Long> stored = Optional.empty();

    @Option(
        names = "--repositories",
        paramLabel = "N",
        description = "Repositories in the organization's namespace.")
    private Optional<Integer> repositories = Optional.empty();

    Set(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      String path = api.tenant("registry-limits");
      ObjectNode wish = object();
      requests.ifPresent(n -> wish.put("requestsPerSecond", n));
      transfers.ifPresent(n -> wish.put("transfers", n));
      bytes.ifPresent(n -> wish.put("bytesPerDay", n));
      stored.ifPresent(n -> wish.put("bytesStored", n));
      repositories.ifPresent(n -> wish.put("repositories", n));
      if (wish.isEmpty()) {
        api.delete(path);
        printer.one(api.get(path, Map.of()), COLUMNS);
      } else {
        printer.one(api.put(path, wish), COLUMNS);
      }
      return Exit.OK;
    }
  }
}

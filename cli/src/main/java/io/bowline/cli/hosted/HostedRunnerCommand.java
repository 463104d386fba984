package io.bowline.cli.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.PrivateFile;
import io.bowline.cli.session.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of hosted runners.
@Command(
    name = "hosted-runner",
    description = {
      "The vendor's hosted runner of an organization: the only process that calls a customer's",
      "cloud from outside. Made and revoked by the vendor's staff; every member sees it."
    },
    subcommands = {
      HostedRunnerCommand.Create.class,
      HostedRunnerCommand.ListHosted.class,
      HostedRunnerCommand.Jobs.class,
      HostedRunnerCommand.Revoke.class
    })
public final class HostedRunnerCommand {
  private static final String PATH = "hosted-runners";

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("CONNECTED", "/connected"),
          Column.of("VERSION", "/version"),
          Column.of("ENROLLED", "/enrolledAt"),
          Column.of("SEEN", "/seenAt"),
          Column.of("REVOKED", "/revokedBecause"));

  private static final List<Column> JOBS =
      List.of(
          Column.of("JOB", "/id"),
          Column.of("KIND", "/kind"),
          Column.of("PHASE", "/phase"),
          Column.of("BY", "/requestedBy"),
          Column.of("CREATED", "/createdAt"));

  @Command(
      name = "create",
      description = "Make a one-time enrollment token for the organization's hosted runner.")
  static final class Create extends ApiVerb {
    @Option(
        names = "--bootstrap",
        paramLabel = "FILE",
        description = "Write what the runner starts from, token included, to this new file.")
    private Optional<Path> bootstrap = Optional.empty();

    Create(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode made = api.post(api.tenant(PATH), object());
      if (bootstrap.isPresent()) {
        PrivateFile.write(
            shell().path(bootstrap.get()), made.path("bootstrap").toPrettyString() + "\n");
        printer.say(
            "wrote "
                + bootstrap.get()
                + ", good for one hosted runner until "
                + Printer.text(made.path("expiresAt")));
        return Exit.OK;
      }
      printer.one(made, List.of(Column.of("TOKEN", "/token"), Column.of("EXPIRES", "/expiresAt")));
      return Exit.OK;
    }
  }

  @Command(name = "list", description = "List the organization's hosted runners, newest first.")
  static final class ListHosted extends ApiVerb {
    ListHosted(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(api.tenant(PATH), Map.of(), 100), COLUMNS);
      return Exit.OK;
    }
  }

  @Command(name = "jobs", description = "List what the hosted runner was asked for, newest first.")
  static final class Jobs extends ApiVerb {
    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "At most this many (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    Jobs(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(api.tenant(PATH + "/jobs"), Map.of(), limit), JOBS);
      return Exit.OK;
    }
  }

  @Command(
      name = "revoke",
      description = "Revoke a hosted runner: its certificate, its key and its live stream.")
  static final class Revoke extends ApiVerb {
    @Parameters(paramLabel = "HOSTED-RUNNER", description = "Id.")
    private String runner = "";

    Revoke(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      api.delete(api.tenant(PATH + "/" + Api.segment(runner)));
      printer.say("revoked " + runner);
      return Exit.OK;
    }
  }
}

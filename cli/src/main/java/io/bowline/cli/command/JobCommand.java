package io.bowline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of jobs.
@Command(
    name = "job",
    description = "Jobs: what runners were asked to do.",
    subcommands = {
      JobCommand.ListJobs.class,
      JobCommand.Show.class,
      JobCommand.Watch.class,
      JobCommand.Cancel.class
    })
public final class JobCommand {
  static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "/id"),
          Column.of("KIND", "/kind"),
          Column.of("PHASE", "/phase"),
          Column.of("INSTALL", "/install"),
          Column.of("ATTEMPT", "/attempt"),
          Column.of("CREATED", "/createdAt"),
          Column.of("REASON", "/reason"));

  /// The install is known already.
  private static final List<Column> IN_A_LIST =
      COLUMNS.stream().filter(column -> !column.title().equals("INSTALL")).toList();

  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled", "expired");

  static boolean ended(JsonNode job) {
    return ENDED.contains(job.path("phase").asText().toLowerCase(Locale.ROOT));
  }

  static Exit exit(JsonNode job) {
    boolean good = job.path("phase").asText().toLowerCase(Locale.ROOT).equals("succeeded");
    return good ? Exit.OK : Exit.FAILED;
  }

  @Command(name = "list", description = "List an install's jobs, newest first.")
  static final class ListJobs extends ApiVerb {
    @Parameters(paramLabel = "INSTALL", description = "Name or id.")
    private String install = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most (${DEFAULT-VALUE}).")
    private int limit = 50;

    ListJobs(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(api.tenant("jobs"), Map.of("install", install), limit), IN_A_LIST);
      return Exit.OK;
    }
  }

  @Command(name = "show", description = "Show a job and its steps.")
  static final class Show extends ApiVerb {
    @Parameters(paramLabel = "JOB", description = "Id.")
    private String job = "";

    Show(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      JsonNode shown = api.get(api.tenant("jobs/" + Api.segment(job)), Map.of());
      printer.one(shown, COLUMNS);
      shown.path("steps").forEach(step -> printer.say(line(step)));
      result(shown, printer);
      return Exit.OK;
    }
  }

  /// What the runner reported at the end, a line each.
  private static void result(JsonNode job, Printer printer) {
    job.path("result")
        .properties()
        .forEach(said -> printer.say("  " + said.getKey() + ": " + Printer.text(said.getValue())));
  }

  static String line(JsonNode step) {
    return "  %s  %s  %s"
        .formatted(
            Printer.text(step.path("step")),
            Printer.text(step.path("state")),
            Printer.text(step.path("message")));
  }

  @Command(
      name = "watch",
      description = "Follow a job to its end; the exit code says how it ended.")
  static final class Watch extends ApiVerb {
    private static final int MOST_STREAMS = 1000;
    private static final String PHASE = "phase";

    @Parameters(paramLabel = "JOB", description = "Id.")
    private String job = "";

    /// How many lines of the job's steps were told.
    private int told;

    Watch(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      String path = api.tenant("jobs/" + Api.segment(job));
      JsonNode now = api.get(path, Map.of());
      String after = "0";
      for (int stream = 0; stream < MOST_STREAMS && !ended(now); stream++) {
        after = follow(api, path, after, printer);
        now = api.get(path, Map.of());
        tell(now, printer);
      }
      printer.one(now, COLUMNS);
      result(now, printer);
      return exit(now);
    }

    /// One stream, until the job has ended or the server closes it.
    private String follow(Api api, String path, String after, Printer printer) {
      AtomicReference<String> last = new AtomicReference<>(after);
      api.events(
          path + "/events",
          Map.of(),
          after,
          event -> {
            last.set(event.id());
            JsonNode now = api.get(path, Map.of());
            if (event.kind().equals(PHASE)) {
              printer.say(PHASE + "  " + Printer.text(event.data().path(PHASE)));
            }
            tell(now, printer);
            return !ended(now);
          });
      return last.get();
    }

    /// An event says that there is something new, the job says what.
    private void tell(JsonNode job, Printer printer) {
      JsonNode steps = job.path("steps");
      for (; told < steps.size(); told++) {
        printer.say(line(steps.path(told)));
      }
    }
  }

  @Command(name = "cancel", description = "Ask a job to stop.")
  static final class Cancel extends ApiVerb {
    @Parameters(paramLabel = "JOB", description = "Id.")
    private String job = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is recorded.")
    private String reason = "asked for by an operator";

    Cancel(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.one(
          api.post(
              api.tenant("jobs/" + Api.segment(job) + "/cancel"), object().put("reason", reason)),
          COLUMNS);
      return Exit.OK;
    }
  }
}

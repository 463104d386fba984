package io.bowline.cli.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Has an install's runner look around where it is.
@Command(
    name = "preflight",
    description = {
      "Have the install's runner look around: its ways out, and what its cloud says; the exit code is 1",
      "when something is in the way. An install that runs nothing yet is held until it is mended.",
      "With --last, what it saw before."
    })
public final class InstallPreflightCommand extends ApiVerb {
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled", "expired");

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(names = "--last", description = "Show what was seen last, and ask nobody.")
  private boolean last = false;

  InstallPreflightCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    String path = api.tenant("installs/" + Api.segment(install) + "/preflight");
    if (!last) {
      String job = api.post(path, JsonNodeFactory.instance.objectNode()).path("job").asText();
      JsonNode end = ended(api, job, printer);
      if (!phase(end).equals("succeeded")) {
        throw new CliFailure(
            Exit.FAILED,
            "the runner did not look: job %s is %s. %s"
                .formatted(job, phase(end), Printer.text(end.path("reason"))));
      }
    }
    List<Seen> seen = seen(api.get(path, Map.of()));
    Sheet.print(printer, seen);
    return Verdict.worst(seen) == Verdict.FAIL ? Exit.FAILED : Exit.OK;
  }

  private JsonNode ended(Api api, String job, Printer printer) {
    String path = api.tenant("jobs/" + Api.segment(job));
    JsonNode now = api.get(path, Map.of());
    String told = "";
    while (!ENDED.contains(phase(now))) {
      String waits = Printer.text(now.path("reason"));
      if (!waits.equals(told) && !waits.isEmpty() && !waits.equals("-")) {
        printer.say(waits);
        told = waits;
      }
      shell().pause();
      now = api.get(path, Map.of());
    }
    return now;
  }

  private static String phase(JsonNode job) {
    return job.path("phase").asText().toLowerCase(Locale.ROOT);
  }

  private static List<Seen> seen(JsonNode kept) {
    var seen = new ArrayList<Seen>();
    for (JsonNode one : kept.path("seen")) {
      var commands = new ArrayList<String>();
      one.path("commands").forEach(line -> commands.add(line.asText()));
      seen.add(
          new Seen(
              one.path("check").asText(),
              Verdict.parse(one.path("verdict").asText("unknown")),
              one.path("seen").asText(),
              one.path("means").asText(),
              one.path("fix").asText(),
              commands));
    }
    return seen;
  }
}

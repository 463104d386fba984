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
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Has an install's runner look around where it is.
@Command(
    name = "preflight",
    description = {
      "Have the install's runner look around: its ways out, and what its cloud says; the exit code is 1",
      "when something is in the way. An install that runs nothing yet is held until it is mended, or until",
      "somebody answers for it by --override; that is audited. With --last, what it saw before."
    })
public final class InstallPreflightCommand extends ApiVerb {
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled", "expired");

  @Parameters(paramLabel = "INSTALL", description = "Name or id.")
  private String install = "";

  @Option(names = "--last", description = "Show what was seen last, and ask nobody.")
  private boolean last = false;

  @Option(
      names = "--override",
      paramLabel = "CHECK",
      description = "Ask nobody, and let the install go on although this check fails.")
  private Optional<String> overruled = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; with --override.")
  private Optional<String> reason = Optional.empty();

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      description = "The install's name once more; with --override.")
  private Optional<String> confirm = Optional.empty();

  InstallPreflightCommand(Shell shell) {
    super(shell);
  }

  @Override
  protected Exit run(Api api, Printer printer) {
    String path = api.tenant("installs/" + Api.segment(install) + "/preflight");
    if (overruled.isPresent()) {
      return overrule(api, printer, path, overruled.get());
    }
    if (reason.isPresent() || confirm.isPresent()) {
      throw new CliFailure(Exit.USAGE, "--reason and --confirm go with --override");
    }
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
    JsonNode kept = api.get(path, Map.of());
    Sheet.print(printer, seen(kept));
    return told(printer, kept);
  }

  private Exit overrule(Api api, Printer printer, String path, String check) {
    if (last || reason.isEmpty() || confirm.isEmpty()) {
      throw new CliFailure(
          Exit.USAGE, "--override goes with --reason and --confirm, and without --last");
    }
    JsonNode kept =
        api.post(
            path + "/overrulings",
            object().put("check", check).put("reason", reason.get()).put("confirm", confirm.get()));
    return told(printer, kept);
  }

  /// What holds the install, and what somebody answers for.
  private static Exit told(Printer printer, JsonNode kept) {
    for (JsonNode word : kept.path("overruled")) {
      printer.say(
          "%s is overruled by %s: %s"
              .formatted(
                  Printer.text(word.path("check")),
                  Printer.text(word.path("by")),
                  Printer.text(word.path("reason"))));
    }
    var holding = new ArrayList<String>();
    kept.path("holding").forEach(check -> holding.add(check.asText()));
    if (holding.isEmpty()) {
      return Exit.OK;
    }
    printer.say("A first release is held by " + String.join(", ", holding));
    return Exit.FAILED;
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

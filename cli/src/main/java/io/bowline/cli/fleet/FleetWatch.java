package io.bowline.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Follows how a fleet is, line by line as its history grows.
record FleetWatch(Shell shell, Api api, Printer printer) {
  private static final Set<String> MADE = Set.of("Healthy", "Unhealthy", "Error", "DeleteFailed");

  private static final Set<String> WORKED_AT =
      Set.of("Provisioning", "Error", "Deleting", "DeleteFailed");

  /// Until it is made, or cannot be.
  Exit untilHealthy(String fleet) {
    JsonNode status = followed(fleet, MADE).orElseThrow(() -> gone(fleet));
    FleetCommand.show(printer, api.get(FleetCommand.path(api, fleet), Map.of()));
    return status.path("status").asText().equals("Healthy") ? Exit.OK : Exit.FAILED;
  }

  private static CliFailure gone(String fleet) {
    return new CliFailure(Exit.NOT_FOUND, "the fleet " + fleet + " is gone");
  }

  /// Until it is gone, or does not go.
  Exit untilGone(String fleet) {
    if (followed(fleet, Set.of("DeleteFailed")).isPresent()) {
      FleetCommand.show(printer, api.get(FleetCommand.path(api, fleet), Map.of()));
      return Exit.FAILED;
    }
    printer.say("deleted " + fleet);
    return Exit.OK;
  }

  /// Empty when it went.
  private Optional<JsonNode> followed(String fleet, Set<String> over) {
    String told = "";
    var steps = new HashSet<String>();
    while (true) {
      Optional<JsonNode> status = status(fleet);
      if (status.isEmpty()) {
        return status;
      }
      List<String> lines = lines(status.get());
      // the history is kept from its newest end, so what was told last is looked for from there
      lines.subList(lines.lastIndexOf(told) + 1, lines.size()).forEach(printer::say);
      told = lines.isEmpty() ? told : lines.getLast();
      work(fleet, status.get(), steps);
      if (over.contains(status.get().path("status").asText())) {
        return status;
      }
      shell.pause();
    }
  }

  /// What the job in a cluster that is brought has done so far, each step once.
  private void work(String fleet, JsonNode status, Set<String> told) {
    if (!WORKED_AT.contains(status.path("status").asText())) {
      return;
    }
    there(FleetCommand.path(api, fleet) + "/kubeconfig")
        .map(lent -> lent.path("job").asText())
        .filter(job -> !job.isEmpty() && !job.equals("null"))
        .flatMap(job -> there(api.tenant("jobs/" + Api.segment(job))))
        .ifPresent(job -> {
          for (JsonNode step : job.path("steps")) {
            String line =
                "      %-22s %-10s %s"
                    .formatted(
                        step.path("step").asText(),
                        step.path("state").asText(),
                        step.path("message").asText());
            if (told.add(job.path("id").asText() + line)) {
              printer.say(line);
            }
          }
        });
  }

  private Optional<JsonNode> status(String fleet) {
    return there(FleetCommand.path(api, fleet) + "/status");
  }

  /// Empty when there is nothing of that kind.
  private Optional<JsonNode> there(String path) {
    try {
      return Optional.of(api.get(path, Map.of()));
    } catch (CliFailure e) {
      if (e.exit() == Exit.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Each status that it had, with when and why.
  static List<String> lines(JsonNode status) {
    return StreamSupport.stream(status.path("history").spliterator(), false)
        .map(entry ->
            "  %s  %-12s  %s"
                .formatted(
                    entry.path("at").asText(),
                    entry.path("status").asText(),
                    entry.path("reason").asText())
                .stripTrailing())
        .toList();
  }
}

package io.bowline.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  private static final Set<String> FAILED = Set.of("DeleteFailed");

  private static final Set<String> WORKED_AT =
      Set.of("Provisioning", "Error", "Deleting", "DeleteFailed");

  /// Until it is made, or cannot be.
  Exit untilHealthy(String fleet) {
    JsonNode status = followed(fleet, MADE, new Told()).orElseThrow(() -> gone(fleet));
    FleetCommand.show(printer, api.get(FleetCommand.path(api, fleet), Map.of()));
    return status.path("status").asText().equals("Healthy") ? Exit.OK : Exit.FAILED;
  }

  private static CliFailure gone(String fleet) {
    return new CliFailure(Exit.NOT_FOUND, "the fleet " + fleet + " is gone");
  }

  /// Until it is gone, or does not go.
  ///
  /// @param kubeconfig that is lent once, when it does not go without
  Exit untilGone(String fleet, Optional<String> kubeconfig) {
    var told = new Told();
    Optional<JsonNode> left = followed(fleet, FAILED, told);
    if (left.isPresent() && kubeconfig.isPresent()) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      api.post(
          FleetCommand.path(api, fleet) + "/kubeconfig", body.put("kubeconfig", kubeconfig.get()));
      left = followed(fleet, FAILED, told);
    }
    if (left.isPresent()) {
      FleetCommand.show(printer, api.get(FleetCommand.path(api, fleet), Map.of()));
      return Exit.FAILED;
    }
    printer.say("deleted " + fleet);
    return Exit.OK;
  }

  /// What was shown already.
  private static final class Told {
    private String line = "";
    private String job = "";
    private final Set<String> steps = new HashSet<>();
  }

  /// Empty when it went.
  private Optional<JsonNode> followed(String fleet, Set<String> over, Told told) {
    while (true) {
      Optional<JsonNode> status = status(fleet);
      if (status.isEmpty()) {
        // what its last job left where it is
        steps(told);
        return status;
      }
      List<String> lines = lines(status.get());
      // the history is kept from its newest end, so what was told last is looked for from there
      lines.subList(lines.lastIndexOf(told.line) + 1, lines.size()).forEach(printer::say);
      told.line = lines.isEmpty() ? told.line : lines.getLast();
      work(fleet, status.get(), told);
      if (over.contains(status.get().path("status").asText())) {
        return status;
      }
      shell.pause();
    }
  }

  /// What the job in a cluster that is brought has done so far, each step once.
  private void work(String fleet, JsonNode status, Told told) {
    if (!WORKED_AT.contains(status.path("status").asText())) {
      return;
    }
    there(FleetCommand.path(api, fleet) + "/kubeconfig")
        .map(lent -> lent.path("job").asText())
        .filter(job -> !job.isEmpty() && !job.equals("null"))
        .ifPresent(job -> told.job = job);
    steps(told);
  }

  private void steps(Told told) {
    if (told.job.isEmpty()) {
      return;
    }
    there(api.tenant("jobs/" + Api.segment(told.job)))
        .ifPresent(job -> {
          for (JsonNode step : job.path("steps")) {
            String line =
                "      %-22s %-10s %s"
                    .formatted(
                        step.path("step").asText(),
                        step.path("state").asText(),
                        step.path("message").asText());
            if (told.steps.add(told.job + line)) {
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

package io.bowline.runner.hosted.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.job.Failure;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import io.bowline.runner.step.terraform.TerraformRun;
import io.bowline.runner.step.terraform.TerraformRun.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The module of one fleet in a folder of its own, and what is done with it. All of it may be done
/// again after any death: what stands is in the state, and the rest is looked up.
final class FleetTerraform {
  private static final String PLAN = "plan.bin";
  private static final int KILLED = 128;
  private static final String LOCK_TIMEOUT = "-lock-timeout=15s";

  private final TerraformRun run;
  private final StateLock lock;
  private final MadeLog made;
  private final Path folder;
  private final Path plan;

  /// @param folder of the laid out module
  FleetTerraform(TerraformRun run, StateLock lock, MadeLog made, Path folder) {
    this.run = run;
    this.lock = lock;
    this.made = made;
    this.folder = folder;
    run.onMade(made::made);
    this.plan = folder.resolveSibling(PLAN).toAbsolutePath();
  }

  /// Gets the provider, and finds the state. A lock that a killed run of ours has left is freed.
  ///
  /// @param removal whether all of it is to go
  void init(boolean removal, StepContext context) {
    var _ = run.require(List.of(0), context, "init", "-input=false", "-no-color", "-reconfigure");
    lock.takeUp(context);
    lock.running();
    takeIn(removal, context);
  }

  /// What a killed run has made and not recorded is taken into the record: by the next plan, or at
  /// once where all is to go, since a plan to destroy takes nothing in.
  private void takeIn(boolean removal, StepContext context) {
    if (made.all().isEmpty()) {
      return;
    }
    Result listed = run.call(context, "state", "list");
    List<String> known =
        listed instanceof Result.Ended(int code, String out, var _) && code == 0
            ? out.lines().map(String::strip).toList()
            : List.of();
    Map<String, String> lost = made.lost(known);
    if (removal) {
      lost.forEach((address, id) -> takeIn(address, id, context));
    } else if (!lost.isEmpty()) {
      context.say("takes in %d resources that a killed run has made".formatted(lost.size()));
      ObjectNode tree = Json.object();
      ArrayNode imports = tree.putArray("import");
      lost.forEach((address, id) -> imports.addObject().put("to", address).put("id", id));
      Json.write(folder.resolve("bowline_taken_in.tf.json"), tree);
    }
    made.perhaps(known).forEach((address, id) -> takeIn(address, id, context));
  }

  /// One that is not there after all needs no taking in.
  private void takeIn(String address, String id, StepContext context) {
    context.say("looks whether a killed run has made " + address);
    Result _ = run.call(context, "import", "-input=false", "-no-color", LOCK_TIMEOUT, address, id);
  }

  /// Saves what is to be done.
  ///
  /// @return whether there is anything to do
  boolean plan(boolean removal, StepContext context) {
    Result.Ended ended =
        run.require(
            List.of(0, 2),
            context,
            "plan",
            "-input=false",
            "-no-color",
            "-json",
            "-detailed-exitcode",
            LOCK_TIMEOUT,
            removal ? "-destroy" : "-refresh=true",
            "-out=" + plan);
    return ended.code() == 2;
  }

  /// Does exactly what was saved.
  ///
  /// @throws StepException with Terraform's own complaint, or since it was told to stop
  void apply(StepContext context) {
    switch (run.call(
        context, "apply", "-input=false", "-no-color", "-json", LOCK_TIMEOUT, plan.toString())) {
      case Result.Stopped(String reason) -> throw new StepException("stopped", reason);
      case Result.Ended(int code, var _, var _) when code == 0 -> made.clear();
      case Result.Ended(int code, var _, var _) when code > KILLED ->
          throw new StepException(new Failure("terraform-killed", "Terraform was killed.", true));
      case Result.Ended(int _, var _, String error) ->
          // what stands is in the state, so that another attempt goes on from there
          throw new StepException(new Failure("terraform", "apply: " + error, false));
    }
  }

  /// What the module tells; nothing that it calls a secret.
  Map<String, String> outputs(StepContext context) {
    Result.Ended shown = run.require(List.of(0), context, "output", "-json", "-no-color");
    var outputs = new TreeMap<String, String>();
    Json.tree(shown.out())
        .properties()
        .forEach(output -> {
          JsonNode value = output.getValue().path("value");
          if (!output.getValue().path("sensitive").asBoolean()) {
            outputs.put(output.getKey(), value.isTextual() ? value.asText() : value.toString());
          }
        });
    return outputs;
  }

  /// No run of ours goes on.
  void over() {
    lock.over();
  }
}

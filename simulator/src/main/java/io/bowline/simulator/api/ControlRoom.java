package io.bowline.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.fault.Asked;
import io.bowline.simulator.fault.Fault;
import io.bowline.simulator.fault.Faults;
import io.bowline.simulator.fault.RequestLog;
import io.bowline.simulator.http.Answer;
import io.bowline.simulator.http.Call;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.storage.Storage;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// `/_simulator`: faults and request log for whoever runs the account as a process of its own.
final class ControlRoom {
  private final Storage storage;
  private final Faults faults;
  private final RequestLog log;

  ControlRoom(Storage storage, Faults faults, RequestLog log) {
    this.storage = storage;
    this.faults = faults;
    this.log = log;
  }

  Answer serve(Call call) {
    return switch (call.method() + " " + call.at(1)) {
      case "POST faults" -> {
        faults.add(fault(call.object()));
        yield Answer.ok(Tree.object());
      }
      case "DELETE faults" -> {
        faults.clear();
        yield Answer.ok(Tree.object());
      }
      case "POST cut-watches" -> {
        storage.cutReaders(reader -> reader.isExternal());
        yield Answer.ok(Tree.object());
      }
      case "POST compact" -> {
        storage.compact();
        yield Answer.ok(Tree.object());
      }
      case "GET requests" -> Answer.ok(requests());
      case "DELETE requests" -> {
        log.clear();
        yield Answer.ok(Tree.object());
      }
      default -> throw Refusal.noSuchResource();
    };
  }

  private static Fault fault(ObjectNode body) {
    Fault.Effect effect =
        switch (Tree.text(body, "effect")) {
          case "fail" ->
              new Fault.Effect.Fail(Tree.number(body, 500, "code"), "a fault was asked for");
          case "slow" -> new Fault.Effect.Slow(Duration.ofMillis(Tree.number(body, 0, "millis")));
          case "cut-before" -> new Fault.Effect.CutBefore();
          case "cut-after" -> new Fault.Effect.CutAfter();
          default -> throw Refusal.badRequest("effect is fail, slow, cut-before or cut-after");
        };
    try {
      String path = Tree.has(body, "path") ? Tree.text(body, "path") : ".*";
      return new Fault(
          Tree.text(body, "method"), Pattern.compile(path), effect, Tree.number(body, 1, "times"));
    } catch (PatternSyntaxException e) {
      throw Refusal.badRequest("path is not a regular expression: " + e.getDescription());
    }
  }

  private ObjectNode requests() {
    ObjectNode told = Tree.object();
    ObjectNode counts = told.putObject("counts");
    log.counts().forEach(counts::put);
    for (Asked asked : log.effects()) {
      Tree.growArray(told, "effects")
          .addObject()
          .put("at", asked.at().toString())
          .put("method", asked.method())
          .put("path", asked.path())
          .put("agent", asked.agent())
          .put("code", asked.code());
    }
    return told;
  }
}

package io.bowline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// Takes an install to a release and follows it stage by stage to its end.
record Upgrade(Operator operator, String install, String product) {

  /// How it ended.
  ///
  /// @param status of the last plan
  record End(String version, String status, String reason, int stages, int steps) {
    /// The evidence of success.
    String evidence() {
      if (!status.equals("applied")) {
        throw new StepFailed("plan of %s is %s: %s".formatted(version, status, reason));
      }
      return "%s applied: %d steps in %d stages, every component healthy"
          .formatted(version, steps, stages);
    }
  }

  End to(String version) throws IOException {
    JsonNode plan =
        operator.ask("plan", "create", install, "--product", product, "--release", version);
    int stages = 0;
    int steps = 0;
    while (true) {
      String id = plan.path("id").asText();
      operator.follow("plan", "watch", id);
      JsonNode ended = operator.ask("plan", "show", id);
      stages++;
      steps += ended.path("steps").size();
      String status = ended.path("status").asText();
      if (!status.equals("applied") || ended.path("deferred").isEmpty()) {
        return new End(version, status, ended.path("reason").asText(), stages, steps);
      }
      plan = operator.ask("plan", "list", install).path(0);
    }
  }
}

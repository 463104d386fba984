package io.bowline.runner.hosted.cluster.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.CallFailure;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Lists of a cluster, page by page, and not without end.
final class Pages {
  private static final int MOST_PAGES = 40;

  /// What a list gave.
  sealed interface Listed {
    /// They are these.
    ///
    /// @param whole false where there is more than was read
    record Items(List<JsonNode> items, boolean whole) implements Listed {
      public Items {
        items = List.copyOf(items);
      }
    }

    /// The credential may not list them.
    record Forbidden() implements Listed {}
  }

  private final ClusterCalls calls;

  Pages(ClusterCalls calls) {
    this.calls = calls;
  }

  /// All items behind a path.
  Listed list(String path, int atOnce) throws CallFailure, InterruptedException {
    List<JsonNode> items = new ArrayList<>();
    String next = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      Answer answer = calls.get(path + "?limit=" + atOnce + next);
      if (answer.forbidden()) {
        return new Listed.Forbidden();
      }
      if (!answer.ok() || !answer.body().path("items").isArray()) {
        throw Refusals.unexpected(answer, path);
      }
      answer.body().path("items").forEach(items::add);
      String more = answer.body().path("metadata").path("continue").asText("");
      if (more.isEmpty()) {
        return new Listed.Items(items, true);
      }
      next = "&continue=" + URLEncoder.encode(more, StandardCharsets.UTF_8);
    }
    return new Listed.Items(items, false);
  }
}

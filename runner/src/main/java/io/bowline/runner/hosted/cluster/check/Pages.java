package io.bowline.runner.hosted.cluster.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.CallFailure;
import io.bowline.runner.hosted.cluster.ClusterReads;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Lists of a cluster, page by page and not without end. Of a page only what is wanted is kept, and
/// one page is there at a time, since a page takes many times its size.
final class Pages {
  private static final int MOST_PAGES = 200;
  private static final int MOST_ITEMS = 20_000;
  private static final int LONGEST_MARK = 4_096;

  /// What a list gave.
  sealed interface Listed<T> {
    /// They are these.
    ///
    /// @param whole false where there is more than was read
    record Items<T>(List<T> items, boolean whole) implements Listed<T> {
      public Items {
        items = List.copyOf(items);
      }
    }

    /// The credential may not list them.
    record Forbidden<T>() implements Listed<T> {}
  }

  private final ClusterReads calls;
  private final ReentrantLock one = new ReentrantLock();

  Pages(ClusterReads calls) {
    this.calls = calls;
  }

  /// All items behind a path.
  ///
  /// @param wanted what is kept of each
  <T> Listed<T> list(String path, int atOnce, Function<JsonNode, T> wanted)
      throws CallFailure, InterruptedException {
    List<T> items = new ArrayList<>();
    String next = "";
    for (int page = 0; page < MOST_PAGES && items.size() < MOST_ITEMS; page++) {
      one.lockInterruptibly();
      try {
        Answer answer = calls.get(path + "?limit=" + atOnce + next);
        if (answer.forbidden()) {
          return new Listed.Forbidden<>();
        }
        JsonNode found = answer.body().path("items");
        String more = answer.body().path("metadata").path("continue").asText("");
        if (!answer.ok() || !found.isArray() || more.length() > LONGEST_MARK) {
          throw Refusals.unexpected(answer, path);
        }
        found.valueStream().limit(MOST_ITEMS).map(wanted).forEach(items::add);
        if (more.isEmpty()) {
          return new Listed.Items<>(items, true);
        }
        next = "&continue=" + URLEncoder.encode(more, StandardCharsets.UTF_8);
      } finally {
        one.unlock();
      }
    }
    return new Listed.Items<>(items, false);
  }
}

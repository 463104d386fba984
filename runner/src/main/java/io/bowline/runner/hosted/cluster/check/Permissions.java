package io.bowline.runner.hosted.cluster.check;

import io.bowline.model.probe.Check;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.CallFailure;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import io.bowline.runner.hosted.cluster.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks the cluster for each right, several at a time.
final class Permissions {
  private static final int AT_ONCE = 6;

  private Permissions() {}

  static Check check(ClusterCalls calls, List<Right> rights)
      throws CallFailure, InterruptedException {
    List<String> missing = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<Boolean>> asked =
          rights.stream().map(right -> threads.submit(() -> allowed(calls, right))).toList();
      try {
        for (int at = 0; at < asked.size(); at++) {
          if (!answer(asked.get(at))) {
            missing.add(rights.get(at).text());
          }
        }
      } finally {
        asked.forEach(each -> each.cancel(true));
      }
    }
    return missing.isEmpty()
        ? Check.ok(
            "permissions",
            "The credential may do all %d things that are done.".formatted(rights.size()))
        : Check.failed(
                "permissions",
                "The credential lacks %d of %d rights. Bind it to the role of docs/byok.md, or to cluster-admin until the runner has enrolled."
                    .formatted(missing.size(), rights.size()))
            .about(missing);
  }

  private static boolean answer(Future<Boolean> asked) throws CallFailure, InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CallFailure failure) {
        throw failure;
      }
      throw new IllegalStateException("a review could not be read", e);
    }
  }

  private static boolean allowed(ClusterCalls calls, Right right)
      throws CallFailure, InterruptedException {
    String path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    Answer answer = calls.post(path, right.review());
    if (!answer.ok() || !answer.body().path("status").path("allowed").isBoolean()) {
      throw Refusals.unexpected(answer, path);
    }
    return answer.body().path("status").path("allowed").booleanValue();
  }
}

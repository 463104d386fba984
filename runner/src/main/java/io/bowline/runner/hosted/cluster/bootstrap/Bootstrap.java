package io.bowline.runner.hosted.cluster.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.runner.hosted.cluster.CallFailure;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the runner's objects into a cluster. What is there and is not this fleet's own is never
/// written to: it is looked for first, all of it, and the server is asked what each write would do,
/// before anything is written. A repeat writes nothing.
public final class Bootstrap {
  private final Writing writing;
  private final Onlooker onlooker;

  public Bootstrap(ClusterCalls calls) {
    this(calls, Onlooker.NOBODY);
  }

  public Bootstrap(ClusterCalls calls, Onlooker onlooker) {
    writing = new Writing(calls);
    this.onlooker = onlooker;
  }

  /// Does all of it.
  public Done run(RunnerTerms terms) throws InterruptedException {
    List<String> changed = new ArrayList<>();
    List<String> left = new ArrayList<>();
    try {
      Map<ClusterObject, Optional<JsonNode>> seen = new LinkedHashMap<>();
      for (ClusterObject object : RunnerObjects.of(terms)) {
        seen.put(object, writing.find(object));
      }
      Optional<String> obstacle = obstacle(seen, terms);
      if (obstacle.isPresent()) {
        return new Done.Refused(obstacle.get());
      }
      for (var each : seen.entrySet()) {
        if (onlooker.wantsStop()) {
          return Done.early(Onlooker.STOPPED, changed);
        }
        Optional<String> problem = make(each.getKey(), each.getValue(), terms, changed, left);
        if (problem.isPresent()) {
          return new Done.Stopped(problem.get(), changed);
        }
      }
      return new Done.Whole(changed, left);
    } catch (CallFailure e) {
      return Done.early(e.sentence(), changed);
    }
  }

  private Optional<String> make(
      ClusterObject object,
      Optional<JsonNode> seen,
      RunnerTerms terms,
      List<String> changed,
      List<String> left)
      throws CallFailure, InterruptedException {
    if (isGivenNamespace(object, seen, terms)) {
      left.add(object.text());
      return Optional.empty();
    }
    Writing.Written written = writing.apply(object, seen);
    if (written.problem().isPresent()) {
      return written.problem();
    }
    boolean same = seen.filter(before -> Writing.same(before, written.object())).isPresent();
    (same ? left : changed).add(object.text());
    onlooker.done(object.text() + (same ? ", as it was" : ""));
    return Optional.empty();
  }

  /// Somebody else's object of one of our names, or a write that the server would refuse.
  private Optional<String> obstacle(Map<ClusterObject, Optional<JsonNode>> seen, RunnerTerms terms)
      throws CallFailure, InterruptedException {
    boolean namespaceThere = false;
    for (var each : seen.entrySet()) {
      ClusterObject object = each.getKey();
      Optional<JsonNode> found = each.getValue();
      if (isGivenNamespace(object, found, terms)) {
        namespaceThere = true;
        if (found.get().path("metadata").has("deletionTimestamp")) {
          return Optional.of(object.text() + " is being deleted. Wait until it is gone.");
        }
      } else if (found.isPresent() && !ClusterObject.isOf(found.get(), terms.fleet())) {
        return Optional.of(
            "%s is there already and is not of this fleet. Delete it, or choose another namespace; nothing was changed."
                .formatted(object.text()));
      }
    }
    for (var each : seen.entrySet()) {
      ClusterObject object = each.getKey();
      boolean isNamespace = object.kind() == ObjectKind.NAMESPACE;
      namespaceThere |= isNamespace && each.getValue().isPresent();
      boolean askable =
          (!object.kind().namespaced() || namespaceThere)
              // a role is looked up when it is bound, and may not be there yet
              && (!object.kind().isBinding() || each.getValue().isPresent());
      if (askable && !isGivenNamespace(object, each.getValue(), terms)) {
        Optional<String> problem = writing.tried(object, each.getValue()).problem();
        if (problem.isPresent()) {
          return Optional.of(problem.get() + " Nothing was changed.");
        }
      }
    }
    return Optional.empty();
  }

  /// A namespace that was there before is used as it is, with its labels.
  private static boolean isGivenNamespace(
      ClusterObject object, Optional<JsonNode> found, RunnerTerms terms) {
    return object.kind() == ObjectKind.NAMESPACE
        && found.filter(there -> !ClusterObject.isOf(there, terms.fleet())).isPresent();
  }
}

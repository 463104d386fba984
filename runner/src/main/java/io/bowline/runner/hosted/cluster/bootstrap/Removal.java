package io.bowline.runner.hosted.cluster.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.CallFailure;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import io.bowline.runner.step.Stop;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes out of a cluster what a bootstrap of the same fleet put there, and what its runner wrote
/// down beside it; nothing else. A namespace stays when it was there before, or when others put
/// something into it.
public final class Removal {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final int MOST_LOOKS = 240;
  private static final int MOST_PAGES = 100;
  private static final String MARKED =
      "?labelSelector=app.kubernetes.io%2Fmanaged-by%3Dbowline&limit=50";

  private final ClusterCalls calls;
  private final Writing writing;
  private final Onlooker onlooker;
  private final List<String> changed = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  public Removal(ClusterCalls calls) {
    this(calls, Onlooker.NOBODY);
  }

  public Removal(ClusterCalls calls, Onlooker onlooker) {
    this.calls = calls;
    this.onlooker = onlooker;
    writing = new Writing(calls);
  }

  /// Does all of it, and waits until it is gone.
  public Done run(RunnerTerms terms) throws InterruptedException {
    List<ClusterObject> objects = RunnerObjects.all(terms);
    try {
      for (ClusterObject object : objects) {
        if (object.kind() == ObjectKind.SERVICE_ACCOUNT && isAnothers(object, terms)) {
          return new Done.Refused(
              "%s is not of this fleet, so what is in its namespace is left alone. Nothing was taken away."
                  .formatted(object.text()));
        }
      }
      for (ClusterObject object : objects.reversed()) {
        if (onlooker.wantsStop()) {
          return Done.early(Onlooker.STOPPED, changed);
        }
        Optional<String> problem =
            object.kind() == ObjectKind.NAMESPACE
                ? namespace(object, terms)
                : remove(object.path(), object.text(), terms.fleet());
        if (problem.isPresent()) {
          return new Done.Stopped(problem.get(), changed);
        }
      }
      return new Done.Whole(changed, left);
    } catch (CallFailure e) {
      return Done.early(e.sentence(), changed);
    }
  }

  private boolean isAnothers(ClusterObject object, RunnerTerms terms)
      throws CallFailure, InterruptedException {
    return writing
        .find(object)
        .filter(found -> !ClusterObject.isOf(found, terms.fleet()))
        .isPresent();
  }

  private Optional<String> remove(String path, String text, String fleet)
      throws CallFailure, InterruptedException {
    Optional<JsonNode> found = writing.find(path, text);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (!ClusterObject.isOf(found.get(), fleet)) {
      left.add(text);
      return Optional.empty();
    }
    return gone(path, text, found.get());
  }

  private Optional<String> gone(String path, String text, JsonNode found)
      throws CallFailure, InterruptedException {
    Optional<String> problem = writing.delete(path, text, found);
    if (problem.isPresent()) {
      return problem;
    }
    var never = new Stop();
    for (int look = 0; look < MOST_LOOKS; look++) {
      Optional<JsonNode> now = writing.find(path, text);
      if (now.filter(there -> uid(there).equals(uid(found))).isEmpty()) {
        changed.add(text);
        onlooker.done(text);
        return Optional.empty();
      }
      if (onlooker.wantsStop()) {
        return Optional.of(Onlooker.STOPPED);
      }
      never.within(LOOK_AGAIN);
    }
    return Optional.of(
        "%s is being deleted and is not gone yet; something holds it. Look at its finalizers, and try again."
            .formatted(text));
  }

  private static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }

  private Optional<String> namespace(ClusterObject object, RunnerTerms terms)
      throws CallFailure, InterruptedException {
    Optional<JsonNode> found = writing.find(object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> records = records(terms);
    if (records.isPresent()) {
      return records;
    }
    if (!ClusterObject.isOf(found.get(), terms.fleet())) {
      left.add(object.text());
      return Optional.empty();
    }
    List<String> others = new Leftovers(calls, terms.namespace()).others();
    if (!others.isEmpty()) {
      left.add("%s, which holds %s".formatted(object.text(), String.join(", ", others)));
      return Optional.empty();
    }
    return gone(object.path(), object.text(), found.get());
  }

  /// What the runner wrote down, and the volume with its state.
  private Optional<String> records(RunnerTerms terms) throws CallFailure, InterruptedException {
    String base = "/api/v1/namespaces/" + terms.namespace();
    for (String plural : List.of("secrets", "configmaps", "persistentvolumeclaims")) {
      Optional<String> problem = records(base + "/" + plural, plural, terms);
      if (problem.isPresent()) {
        return problem;
      }
    }
    String lease =
        "/apis/coordination.k8s.io/v1/namespaces/%s/leases/bowline-runner"
            .formatted(terms.namespace());
    Optional<JsonNode> found = writing.find(lease, "Lease bowline-runner");
    return found.isPresent()
        ? gone(lease, "Lease %s/bowline-runner".formatted(terms.namespace()), found.get())
        : Optional.empty();
  }

  private Optional<String> records(String path, String plural, RunnerTerms terms)
      throws CallFailure, InterruptedException {
    String next = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      Answer answer = calls.get(path + MARKED + next);
      if (!answer.ok()) {
        throw new CallFailure(
            "The runner's own %s cannot be listed. Let the credential list them."
                .formatted(plural));
      }
      for (JsonNode item : answer.body().path("items")) {
        Optional<String> problem = ofRunner(path, plural, item, terms);
        if (problem.isPresent()) {
          return problem;
        }
      }
      String more = answer.body().path("metadata").path("continue").asText("");
      if (more.isEmpty()) {
        return Optional.empty();
      }
      next = "&continue=" + URLEncoder.encode(more, StandardCharsets.UTF_8);
    }
    return Optional.of(
        "There are more %s of the runner than are read at once. Try again.".formatted(plural));
  }

  private Optional<String> ofRunner(String base, String plural, JsonNode item, RunnerTerms terms)
      throws CallFailure, InterruptedException {
    JsonNode metadata = item.path("metadata");
    String name = metadata.path("name").asText();
    boolean anothers =
        metadata.path("labels").has(ClusterObject.FLEET)
            && !ClusterObject.isOf(item, terms.fleet());
    if (anothers || !name.matches("[a-z0-9.-]{1,253}")) {
      return Optional.empty();
    }
    return gone(base + "/" + name, "%s %s/%s".formatted(plural, terms.namespace(), name), item);
  }
}

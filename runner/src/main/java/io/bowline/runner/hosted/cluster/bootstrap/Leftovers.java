package io.bowline.runner.hosted.cluster.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.runner.hosted.cluster.Answer;
import io.bowline.runner.hosted.cluster.CallFailure;
import io.bowline.runner.hosted.cluster.ClusterCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What else is in a namespace, of whatever kind: a namespace goes only when nobody else's things
/// would go with it.
final class Leftovers {
  private static final int MOST_GROUPS = 300;
  private static final int MOST_NAMED = 20;
  private static final int ONE_PAGE = 100;
  private static final int FORBIDDEN = 403;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:-]{1,253}");

  /// Made by the cluster itself in every namespace, or written about what is there.
  private static final Set<String> OF_THE_CLUSTER =
      Set.of("configmaps/kube-root-ca.crt", "serviceaccounts/default");

  private static final Set<String> ABOUT_OTHERS =
      Set.of("events", "endpoints", "endpointslices", "podmetrics");

  private final ClusterCalls calls;
  private final String namespace;
  private final Set<String> unseen = new TreeSet<>();

  Leftovers(ClusterCalls calls, String namespace) {
    this.calls = calls;
    this.namespace = namespace;
  }

  /// Everything that nobody of ours put there and that nothing else owns; what the credential may
  /// not list is said to be possible.
  List<String> others() throws CallFailure, InterruptedException {
    var found = new TreeSet<String>();
    resources("/api/v1", found);
    JsonNode groups = read("/apis").path("groups");
    if (groups.size() > MOST_GROUPS) {
      throw unknown("/apis");
    }
    for (JsonNode group : groups) {
      String version = group.path("preferredVersion").path("groupVersion").asText();
      if (version.matches("[a-z0-9.-]{1,253}/[a-z0-9]{1,63}")) {
        resources("/apis/" + version, found);
      }
    }
    List<String> named = new ArrayList<>(found.stream().limit(MOST_NAMED).toList());
    if (!unseen.isEmpty()) {
      named.add("maybe more, since the credential may not list " + String.join(", ", unseen));
    }
    return named;
  }

  private void resources(String base, Set<String> found) throws CallFailure, InterruptedException {
    for (JsonNode resource : read(base).path("resources")) {
      String name = resource.path("name").asText();
      boolean listed = false;
      for (JsonNode verb : resource.path("verbs")) {
        listed |= verb.asText().equals("list");
      }
      if (resource.path("namespaced").asBoolean()
          && listed
          && name.matches("[a-z0-9-]{1,253}")
          && !ABOUT_OTHERS.contains(name)) {
        objects(base + "/namespaces/" + namespace + "/" + name, name, found);
      }
    }
  }

  private void objects(String path, String resource, Set<String> found)
      throws CallFailure, InterruptedException {
    Answer answer = calls.get(path + "?limit=" + ONE_PAGE);
    if (answer.status() == FORBIDDEN) {
      unseen.add(resource);
      return;
    }
    JsonNode page = answer.ok() ? answer.body() : read(path + "?limit=" + ONE_PAGE);
    if (!page.path("metadata").path("continue").asText("").isEmpty()) {
      found.add("more than %d %s".formatted(ONE_PAGE, resource));
    }
    for (JsonNode item : page.path("items")) {
      JsonNode metadata = item.path("metadata");
      String name = metadata.path("name").asText();
      String shown = resource + "/" + (PLAIN.matcher(name).matches() ? name : "?");
      boolean ours =
          metadata
              .path("labels")
              .path(ClusterObject.MANAGED_BY)
              .asText()
              .equals(ClusterObject.MANAGER);
      boolean owned = metadata.path("ownerReferences").size() > 0;
      boolean lease = shown.equals("leases/bowline-runner");
      if (!ours && !owned && !lease && !OF_THE_CLUSTER.contains(shown)) {
        found.add(shown);
      }
    }
  }

  private JsonNode read(String path) throws CallFailure, InterruptedException {
    Answer answer = calls.get(path);
    if (!answer.ok()) {
      throw unknown(path);
    }
    return answer.body();
  }

  private static CallFailure unknown(String path) {
    return new CallFailure(
        "What else is in the namespace cannot be told (%s), so it stays. Let the credential list it, or delete the namespace yourself."
            .formatted(path));
  }
}

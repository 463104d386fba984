package io.bowline.runner.hosted.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One thing that a cluster has to let us do.
///
/// @param group of the resource, empty for the core
/// @param namespace empty where it is the whole cluster
public record Right(String verb, String group, String resource, String namespace)
    implements Comparable<Right> {

  /// The question whether one may.
  public ObjectNode review() {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
    int slash = resource.indexOf('/');
    ObjectNode wanted =
        review
            .putObject("spec")
            .putObject("resourceAttributes")
            .put("verb", verb)
            .put("group", group)
            .put("resource", slash < 0 ? resource : resource.substring(0, slash));
    if (slash >= 0) {
      wanted.put("subresource", resource.substring(slash + 1));
    }
    if (!namespace.isEmpty()) {
      wanted.put("namespace", namespace);
    }
    return review;
  }

  /// As a person reads it: `create statefulsets.apps in streaming`.
  public String text() {
    String what = group.isEmpty() ? resource : resource + "." + group;
    return namespace.isEmpty() ? verb + " " + what : verb + " " + what + " in " + namespace;
  }

  @Override
  public int compareTo(Right other) {
    return text().compareTo(other.text());
  }
}

package io.bowline.release.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/// What a release may do outside of its own namespaces.
final class RightsRules {
  private static final Set<String> EVERYWHERE =
      Set.of("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "APIService");

  private final Findings findings;

  RightsRules(Findings findings) {
    this.findings = findings;
  }

  void check(RenderedObject object) {
    switch (object.kind()) {
      case "ClusterRoleBinding" -> {
        String role = object.at("roleRef.name").asText();
        warn(
            object,
            "roleRef.name",
            role.equals("cluster-admin")
                ? "makes " + subjects(object) + " master of the whole cluster"
                : "gives " + subjects(object) + " the rights of " + role + " in every namespace");
      }
      case "ClusterRole" -> rules(object);
      default -> {
        if (EVERYWHERE.contains(object.kind())) {
          warn(object, "kind", "acts on every namespace's requests");
        }
      }
    }
  }

  private void rules(RenderedObject role) {
    JsonNode rules = role.at("rules");
    for (int i = 0; i < rules.size(); i++) {
      Set<String> verbs = texts(rules.get(i).path("verbs"));
      Set<String> resources = texts(rules.get(i).path("resources"));
      if (verbs.contains("*") || resources.contains("*")) {
        warn(
            role,
            "rules[" + i + "]",
            "allows " + spoken(verbs, "everything") + " on " + spoken(resources, "everything"));
      } else if (resources.contains("secrets")) {
        warn(role, "rules[" + i + "]", "allows " + String.join(", ", verbs) + " on secrets");
      }
    }
  }

  private static String spoken(Set<String> words, String all) {
    return words.contains("*") ? all : String.join(", ", words);
  }

  private static String subjects(RenderedObject binding) {
    Set<String> names = new TreeSet<>();
    for (JsonNode subject : binding.at("subjects")) {
      names.add(subject.path("kind").asText() + " " + subject.path("name").asText());
    }
    return names.isEmpty() ? "nobody" : String.join(", ", names);
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private void warn(RenderedObject object, String path, String message) {
    findings.warning(
        Rule.CLUSTER_RIGHTS, object.file(), object.lineOf(path), object.title(), message);
  }
}

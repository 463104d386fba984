package io.bowline.release.rights;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.release.lint.ReleaseObjects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a runner has to be allowed so that it can apply a release, look whether it is well, and
/// take it out again; beside what every runner may (its records, Secrets and ConfigMaps, leases,
/// pods and their logs).
///
/// @param namespaces what in which namespace, by its name; each that the release writes to is there
/// @param cluster what outside of namespaces
/// @param notes what could not be made out, or cannot be given this way, as sentences
public record ReleaseRights(
    NavigableMap<String, List<Rule>> namespaces, List<Rule> cluster, List<String> notes) {
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final List<String> READ = List.of("get", "list", "watch");
  private static final List<String> ALL =
      List.of("get", "list", "watch", "create", "update", "patch", "delete");

  private static final List<String> VOLUMES = List.of("get", "list", "watch", "patch", "delete");
  private static final String KEPT =
      "volumes stay when the release goes, but for those that are named";

  /// On single objects, where whoever may create one of a kind need not be master of all.
  private static final List<String> OWN = List.of("get", "update", "patch", "delete");

  /// What every runner may do in its namespaces.
  private static final Set<String> USUAL = Set.of("configmaps", "secrets", "leases");

  /// What a workload's controller makes of it, which tells how the workload is.
  private static final Map<String, List<String>> MADE_OF =
      Map.of(
          "deployments", List.of("apps/replicasets"),
          "statefulsets", List.of("apps/controllerrevisions"),
          "daemonsets", List.of("apps/controllerrevisions"),
          "cronjobs", List.of("batch/jobs"));

  public ReleaseRights {
    namespaces = new TreeMap<>(namespaces);
    cluster = List.copyOf(cluster);
    notes = List.copyOf(notes);
  }

  /// Works them out.
  public static ReleaseRights of(List<ReleaseObjects.One> objects) {
    var reckoning =
        new Reckoning(Resource.defined(objects.stream().map(ReleaseObjects.One::body).toList()));
    objects.forEach(reckoning::add);
    return reckoning.end();
  }

  /// What a rule is about.
  private record About(String group, String resource, NavigableSet<String> names) {}

  /// A rule while it grows.
  private record Grant(NavigableSet<String> verbs, NavigableSet<String> why) {}

  /// Rules of one place.
  private static final class Rules {
    private final Map<About, Grant> grants = new HashMap<>();

    void allow(
        String group, String resource, Set<String> names, Iterable<String> verbs, String why) {
      Grant grant =
          grants.computeIfAbsent(
              new About(group, resource, new TreeSet<>(names)),
              _ -> new Grant(new TreeSet<>(), new TreeSet<>()));
      verbs.forEach(grant.verbs()::add);
      grant.why().add(why);
    }

    List<Rule> sorted() {
      var list = new ArrayList<Rule>();
      grants.forEach((about, grant) ->
          list.add(
              new Rule(
                  about.group(), about.resource(), about.names(), grant.verbs(), grant.why())));
      list.sort(
          Comparator.comparing(Rule::group)
              .thenComparing(Rule::resource)
              .thenComparing(rule -> String.join(",", rule.names())));
      return list;
    }
  }

  private static final class Reckoning {
    private final Map<String, Resource> defined;
    private final NavigableMap<String, Rules> namespaces = new TreeMap<>();
    private final Rules cluster = new Rules();
    private final Set<String> notes = new TreeSet<>();

    Reckoning(Map<String, Resource> defined) {
      this.defined = defined;
    }

    void add(ReleaseObjects.One one) {
      JsonNode body = one.body();
      Resource resource = Resource.of(body, defined);
      String name = body.path("metadata").path("name").asText();
      String why = one.component() + ": " + body.path("kind").asText() + " " + name;
      if (resource.isGuess()) {
        notes.add(
            "%s is of a kind that the release does not define. It is taken for %s of a namespace; `kubectl api-resources` says what it is."
                .formatted(why, resource.text()));
      }
      if (resource.namespaced()) {
        String own = body.path("metadata").path("namespace").asText();
        Rules rules = rules(own.isEmpty() ? one.namespace() : own);
        rules.allow(resource.group(), resource.name(), Set.of(), ALL, why);
        madeOf(rules, resource, why);
        handOn(rules, body, why);
      } else {
        cluster.allow(resource.group(), resource.name(), Set.of(), List.of("create"), why);
        cluster.allow(resource.group(), resource.name(), Set.of(name), OWN, why);
        handOn(cluster, body, why);
      }
    }

    private Rules rules(String namespace) {
      return namespaces.computeIfAbsent(
          namespace,
          _ -> {
            var rules = new Rules();
            // whoever makes them, a StatefulSet or an operator
            rules.allow("", "persistentvolumeclaims", Set.of(), VOLUMES, KEPT);
            return rules;
          });
    }

    private static void madeOf(Rules rules, Resource resource, String why) {
      if (resource.isGuess()) {
        return;
      }
      for (String part : MADE_OF.getOrDefault(resource.name(), List.of())) {
        int slash = part.indexOf('/');
        rules.allow(part.substring(0, slash), part.substring(slash + 1), Set.of(), READ, why);
      }
    }

    /// Nobody may make a role with rights that they have not got themselves, nor bind one.
    private void handOn(Rules rules, JsonNode body, String why) {
      if (!Resource.groupOf(body).equals(RBAC)) {
        return;
      }
      for (JsonNode rule : body.path("rules")) {
        handOn(rules, rule, why, texts(rule.path("verbs")));
      }
      JsonNode role = body.path("roleRef");
      if (!role.isMissingNode()) {
        String kind = role.path("kind").asText().equals("ClusterRole") ? "clusterroles" : "roles";
        rules.allow(RBAC, kind, Set.of(role.path("name").asText()), List.of("bind"), why);
      }
    }

    private void handOn(Rules rules, JsonNode rule, String why, Set<String> verbs) {
      Set<String> resources = texts(rule.path("resources"));
      Set<String> groups = texts(rule.path("apiGroups"));
      if (verbs.contains("*") || resources.contains("*") || groups.contains("*")) {
        notes.add(
            why
                + " gives rights by wildcard, which no list of rights can hold. Ask the vendor to name them.");
      } else if (!rule.path("nonResourceURLs").isEmpty()) {
        notes.add(
            why
                + " gives rights on addresses of the API server ("
                + String.join(", ", texts(rule.path("nonResourceURLs")))
                + "), which this list cannot hold. Make that role yourself.");
      } else {
        for (String group : groups) {
          for (String resource : resources) {
            rules.allow(group, resource, texts(rule.path("resourceNames")), verbs, why);
          }
        }
      }
    }

    private static Set<String> texts(JsonNode list) {
      Set<String> texts = new TreeSet<>();
      list.forEach(item -> texts.add(item.asText()));
      return texts;
    }

    ReleaseRights end() {
      var all = new TreeMap<String, List<Rule>>();
      namespaces.forEach((name, rules) ->
          all.put(
              name,
              rules.sorted().stream()
                  .filter(
                      rule -> !(USUAL.contains(rule.resource()) && ALL.containsAll(rule.verbs())))
                  .toList()));
      return new ReleaseRights(all, cluster.sorted(), List.copyOf(notes));
    }
  }
}

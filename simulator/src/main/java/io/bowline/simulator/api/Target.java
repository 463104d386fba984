package io.bowline.simulator.api;

import io.bowline.simulator.http.Call;
import io.bowline.simulator.kind.Catalogue;
import io.bowline.simulator.kind.Kind;
import java.util.List;
import java.util.Optional;

/// What a path below `/api` or `/apis` means.
///
/// @param name empty for the whole collection
/// @param subresource empty for the object itself; `rest` is what follows it
record Target(
    Kind kind,
    String version,
    String namespace,
    String name,
    String subresource,
    List<String> rest) {

  static Optional<Target> of(Call call, Catalogue catalogue) {
    boolean core = call.at(0).equals("api");
    int head = core ? 2 : 3;
    String group = core ? "" : call.at(1);
    String version = call.at(head - 1);
    List<String> tail = call.path().subList(Math.min(head, call.path().size()), call.path().size());
    boolean inNamespace = tail.size() > 2 && tail.get(0).equals("namespaces");
    if (inNamespace) {
      Optional<Kind> kind = find(catalogue, group, tail.get(2), version);
      if (kind.isPresent() && kind.get().namespaced()) {
        return Optional.of(target(kind.get(), version, tail.get(1), tail.subList(3, tail.size())));
      }
    }
    if (tail.isEmpty()) {
      return Optional.empty();
    }
    return find(catalogue, group, tail.get(0), version)
        .filter(kind -> !kind.namespaced() || tail.size() == 1)
        .map(kind -> target(kind, version, "", tail.subList(1, tail.size())));
  }

  private static Optional<Kind> find(
      Catalogue catalogue, String group, String plural, String version) {
    return catalogue.byPlural(group, plural).filter(k -> k.versions().contains(version));
  }

  private static Target target(Kind kind, String version, String namespace, List<String> tail) {
    return new Target(
        kind,
        version,
        namespace,
        tail.isEmpty() ? "" : tail.get(0),
        tail.size() < 2 ? "" : tail.get(1),
        tail.size() < 3 ? List.of() : tail.subList(2, tail.size()));
  }
}

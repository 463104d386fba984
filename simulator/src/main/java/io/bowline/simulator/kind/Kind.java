package io.bowline.simulator.kind;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/// One kind of object and how it is addressed.
///
/// @param group empty for the core group
/// @param versions served ones, the preferred one first
/// @param subresources `status`, `scale`
/// @param schema of a custom kind's stored version; missing where there is none
public record Kind(
    String group,
    List<String> versions,
    String name,
    String plural,
    String singular,
    boolean namespaced,
    List<String> shortNames,
    Set<String> subresources,
    boolean custom,
    JsonNode schema) {

  public Kind {
    versions = List.copyOf(versions);
    shortNames = List.copyOf(shortNames);
    subresources = Set.copyOf(subresources);
  }

  /// `pods` or `deployments.apps`: what makes a kind unique, whatever its version.
  public String id() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public String apiVersion(String version) {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// The `apiVersion` under which objects are kept.
  public String storedVersion() {
    return apiVersion(versions.getFirst());
  }

  public boolean has(String subresource) {
    return subresources.contains(subresource);
  }
}

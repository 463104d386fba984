package io.bowline.runner.holding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.belonging.Belonging;
import io.bowline.runner.step.kube.Cluster;
import io.bowline.runner.step.kube.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A claim for a volume, as it is in the cluster.
///
/// @param component that brought it about
record Claim(String component, ObjectKey key, ObjectNode live) {
  /// Whose volumes are things of a cloud, by the name that its driver goes by there.
  private static final Map<String, String> DRIVERS =
      Map.of(
          "ebs.csi.aws.com", "aws_ebs_volume",
          "efs.csi.aws.com", "aws_efs_file_system",
          "disk.csi.azure.com", "azurerm_managed_disk",
          "pd.csi.storage.gke.io", "google_compute_disk",
          "blockvolume.csi.oraclecloud.com", "oci_core_volume");

  Held held() {
    return new Held(Held.of(component, key).what().sized(size()), Optional.of(key));
  }

  /// The volume that it is bound to, as its cloud knows it where that can be seen.
  Optional<Held> volume(Cluster cluster) {
    String name = live.path("spec").path("volumeName").asText("");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    ObjectKey volume = volumeKey(name);
    return Optional.of(
        Claims.visible(() -> cluster.get(volume), Optional.<ObjectNode>empty())
            .flatMap(this::inItsCloud)
            .orElseGet(() ->
                new Held(Held.of(component, volume).what().sized(size()), Optional.of(volume))));
  }

  static ObjectKey volumeKey(String name) {
    return new ObjectKey("v1", "PersistentVolume", "", name);
  }

  /// Kubernetes' own object of it goes before the thing itself, so it is found by that one.
  private Optional<Held> inItsCloud(ObjectNode volume) {
    String driver = volume.path("spec").path("csi").path("driver").asText("");
    String handle = volume.path("spec").path("csi").path("volumeHandle").asText("");
    return Optional.ofNullable(DRIVERS.get(driver))
        .filter(_ -> !handle.isBlank())
        .map(kind ->
            new Held(
                Belonging.there(component, kind, handle, true).sized(size()),
                Optional.of(ObjectKey.of(volume))));
  }

  /// What it got; before that, what it asks for.
  private String size() {
    String got = live.path("status").path("capacity").path("storage").asText("");
    return got.isEmpty()
        ? live.path("spec").path("resources").path("requests").path("storage").asText("")
        : got;
  }

  /// Whether one of these objects is said to own it.
  boolean ownedBy(List<ObjectKey> objects) {
    for (var owner : live.path("metadata").path("ownerReferences")) {
      boolean named =
          objects.stream()
              .anyMatch(object ->
                  object.kind().equals(owner.path("kind").asText())
                      && object.name().equals(owner.path("name").asText()));
      if (named) {
        return true;
      }
    }
    return false;
  }

  boolean owned() {
    return !live.path("metadata").path("ownerReferences").isEmpty();
  }

  String label(String name) {
    return live.path("metadata").path("labels").path(name).asText("");
  }
}

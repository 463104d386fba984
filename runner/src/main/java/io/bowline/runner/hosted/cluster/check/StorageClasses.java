package io.bowline.runner.hosted.cluster.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.probe.Check;
import io.bowline.runner.hosted.cluster.CallFailure;
import java.util.List;

/// Whether a volume that names no class gets one.
final class StorageClasses {
  private static final String MARK = "storageclass.kubernetes.io/is-default-class";
  private static final String OLD_MARK = "storageclass.beta.kubernetes.io/is-default-class";
  private static final String HOW =
      "kubectl annotate storageclass NAME " + MARK + "=true marks one as the default.";

  private StorageClasses() {}

  static Check check(Pages pages) throws CallFailure, InterruptedException {
    if (!(pages.list("/apis/storage.k8s.io/v1/storageclasses", 100, Found::of)
        instanceof Pages.Listed.Items<Found> classes)) {
      return Check.failed(
          "storage-class",
          "The credential may not list storage classes. Bind it to the role of docs/byok.md.");
    }
    List<Found> defaults = classes.items().stream().filter(Found::isDefault).toList();
    if (defaults.isEmpty()) {
      return Check.failed(
          "storage-class",
          "None of the %d storage classes is the default one, so no volume would be made. %s"
              .formatted(classes.items().size(), HOW));
    }
    if (defaults.size() == 1 && !defaults.getFirst().provisions()) {
      return Check.failed(
          "storage-class",
          "The default storage class makes no volumes by itself. Install a CSI driver. " + HOW);
    }
    return Check.ok(
        "storage-class",
        defaults.size() == 1
            ? "There is a default storage class."
            : "Warning: %d storage classes are marked as the default; the newest is taken."
                .formatted(defaults.size()));
  }

  /// What is wanted of a class.
  private record Found(boolean isDefault, boolean provisions) {
    static Found of(JsonNode storageClass) {
      JsonNode notes = storageClass.path("metadata").path("annotations");
      return new Found(
          notes.path(MARK).asText().equals("true") || notes.path(OLD_MARK).asText().equals("true"),
          !storageClass.path("provisioner").asText().equals("kubernetes.io/no-provisioner"));
    }
  }
}

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
    if (!(pages.list("/apis/storage.k8s.io/v1/storageclasses", 250)
        instanceof Pages.Listed.Items classes)) {
      return Check.failed(
          "storage-class",
          "The credential may not list storage classes. Bind it to the role of docs/byok.md.");
    }
    List<JsonNode> defaults = classes.items().stream().filter(StorageClasses::isDefault).toList();
    if (defaults.isEmpty()) {
      return Check.failed(
          "storage-class",
          "None of the %d storage classes is the default one, so no volume would be made. %s"
              .formatted(classes.items().size(), HOW));
    }
    String provisioner = defaults.getFirst().path("provisioner").asText();
    if (defaults.size() == 1 && provisioner.equals("kubernetes.io/no-provisioner")) {
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

  private static boolean isDefault(JsonNode storageClass) {
    JsonNode notes = storageClass.path("metadata").path("annotations");
    return notes.path(MARK).asText().equals("true") || notes.path(OLD_MARK).asText().equals("true");
  }
}

package io.bowline.runner.step.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The service account of the pod that the runner runs in, as a kubeconfig: Helm and Terraform take
/// a file. It names the token's file, so a rotated token is seen.
public final class PodIdentity {
  private static final Path MOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final String NAME = "pod";

  private PodIdentity() {}

  /// Writes the file.
  ///
  /// @throws StepException outside a pod
  public static Path writeInto(Path folder) {
    Optional<String> host = Optional.ofNullable(System.getenv("KUBERNETES_SERVICE_HOST"));
    Path token = MOUNT.resolve("token");
    if (host.isEmpty() || !Files.exists(token)) {
      throw new StepException(
          "no-cluster",
          "this runner is in no pod: set bowline.install.kubeconfig to reach the cluster");
    }
    String port = Optional.ofNullable(System.getenv("KUBERNETES_SERVICE_PORT")).orElse("443");
    String name = host.get().contains(":") ? "[" + host.get() + "]" : host.get();
    ObjectNode root = Json.object();
    root.put("apiVersion", "v1").put("kind", "Config").put("current-context", NAME);
    ObjectNode cluster = root.putArray("clusters").addObject().put("name", NAME);
    cluster
        .putObject("cluster")
        .put("server", "https://" + name + ":" + port)
        .put("certificate-authority", MOUNT.resolve("ca.crt").toString());
    ObjectNode user = root.putArray("users").addObject().put("name", NAME);
    user.putObject("user").put("tokenFile", token.toString());
    ObjectNode context = root.putArray("contexts").addObject().put("name", NAME);
    context.putObject("context").put("cluster", NAME).put("user", NAME);
    Path file = folder.resolve("pod.kubeconfig");
    Json.write(file, root);
    return file;
  }
}

package io.bowline.runner.step.kube;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What the API server calls its kinds; asked once per kind, and again while it does not know one,
/// since a step may bring it.
final class ResourceKinds {
  private static final int NOT_FOUND = 404;

  private final Map<String, ResourceDefinitionContext> known = new ConcurrentHashMap<>();
  private final KubernetesClient client;

  ResourceKinds(KubernetesClient client) {
    this.client = client;
  }

  Optional<ResourceDefinitionContext> find(String apiVersion, String kind) {
    String key = apiVersion + " " + kind;
    ResourceDefinitionContext context = known.get(key);
    if (context != null) {
      return Optional.of(context);
    }
    Optional<ResourceDefinitionContext> found = discover(apiVersion, kind);
    found.ifPresent(discovered -> known.put(key, discovered));
    return found;
  }

  ResourceDefinitionContext require(String apiVersion, String kind) {
    return find(apiVersion, kind)
        .orElseThrow(() ->
            new ApiFailure(
                NOT_FOUND,
                "the cluster does not know the kind " + kind + " of " + apiVersion,
                new IllegalStateException("unknown kind")));
  }

  private Optional<ResourceDefinitionContext> discover(String apiVersion, String kind) {
    APIResourceList resources = client.getApiResources(apiVersion);
    if (resources == null) {
      return Optional.empty();
    }
    return resources.getResources().stream()
        .filter(r -> r.getKind().equals(kind) && !r.getName().contains("/"))
        .findFirst()
        .map(r -> context(apiVersion, r));
  }

  private static ResourceDefinitionContext context(String apiVersion, APIResource resource) {
    int slash = apiVersion.indexOf('/');
    return new ResourceDefinitionContext.Builder()
        .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
        .withVersion(apiVersion.substring(slash + 1))
        .withKind(resource.getKind())
        .withPlural(resource.getName())
        .withNamespaced(resource.getNamespaced())
        .build();
  }
}

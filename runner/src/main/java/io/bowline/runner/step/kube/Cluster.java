package io.bowline.runner.step.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Fence;
import io.bowline.runner.step.Json;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The customer's cluster: objects of any kind as JSON trees.
public final class Cluster implements AutoCloseable {
  /// Under this name the API server remembers which fields are ours.
  public static final String FIELD_MANAGER = "bowline";

  /// A resource version that no object ever has: whoever names it writes only where nothing is.
  private static final String NO_OBJECT = "1";

  private static final long PAGE = 200;

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final Path kubeconfig;
  private final KubernetesClient client;
  private final ResourceKinds kinds;
  private final Fence fence;

  private Cluster(Path kubeconfig, KubernetesClient client, ResourceKinds kinds, Fence fence) {
    this.kubeconfig = kubeconfig;
    this.client = client;
    this.kinds = kinds;
    this.fence = fence;
  }

  /// Talks to the cluster that a kubeconfig file names.
  public static Cluster open(Path kubeconfig) {
    Config config = Kubeconfig.read(kubeconfig).config();
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    return new Cluster(kubeconfig, client, new ResourceKinds(client), Fence.OPEN);
  }

  /// The same cluster, where each write has to pass this fence.
  public Cluster behind(Fence guard) {
    return new Cluster(kubeconfig, client, kinds, guard);
  }

  /// Passes the fence, for a write that is not made through here.
  ///
  /// @throws io.bowline.runner.step.FencedException when it may not
  public void pass() {
    fence.check();
  }

  /// The file by which child processes reach the same cluster.
  public Path kubeconfig() {
    return kubeconfig;
  }

  /// The client itself, for what is typed.
  public KubernetesClient client() {
    return client;
  }

  /// Whether objects of this kind live in namespaces; empty when the server does not know the kind.
  public Optional<Boolean> namespaced(String apiVersion, String kind) {
    return asked(() -> kinds.find(apiVersion, kind)).map(context -> context.isNamespaceScoped());
  }

  /// The object, if it is there.
  public Optional<ObjectNode> get(ObjectKey key) {
    return asked(() ->
        kinds.find(key.apiVersion(), key.kind()).map(_ -> resource(key).get()).map(this::tree));
  }

  /// Objects of a kind in a namespace (empty: everywhere) with these labels.
  public List<ObjectNode> list(
      String apiVersion, String kind, String namespace, Map<String, String> labels) {
    return asked(() ->
        kinds
            .find(apiVersion, kind)
            .map(context -> client.genericKubernetesResources(context))
            .map(all -> items(all, namespace, labels))
            .orElse(List.of()));
  }

  /// The same, one after the other and never all at once: for what there may be thousands of.
  public void each(
      String apiVersion, String kind, String namespace, Consumer<ObjectNode> consumer) {
    asked(() ->
        kinds
            .find(apiVersion, kind)
            .map(context -> client.genericKubernetesResources(context).inNamespace(namespace))
            .map(all -> {
              var page = new ListOptionsBuilder().withLimit(PAGE);
              String next;
              do {
                GenericKubernetesResourceList part = all.list(page.build());
                part.getItems().forEach(item -> consumer.accept(tree(item)));
                next = part.getMetadata().getContinue();
                page.withContinue(next);
              } while (next != null && !next.isEmpty());
              return true;
            }));
  }

  /// Server-side apply: the fields named are ours from now on, whoever had them before.
  ///
  /// @return the object as it is, or, when only asked `dryRun`, as it would be
  public ObjectNode apply(ObjectNode object, boolean dryRun) {
    var how =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FIELD_MANAGER)
            .withForce(true);
    if (dryRun) {
      how.withDryRun(List.of("All"));
    } else {
      fence.check();
    }
    var item = Json.fromTree(object, GenericKubernetesResource.class);
    return asked(() -> tree(handle(ObjectKey.of(object), item).patch(how.build())));
  }

  /// Replaces parts of an object, provided it still has the resource version that the patch names.
  public ObjectNode merge(ObjectKey key, ObjectNode patch) {
    fence.check();
    var how = new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();
    return asked(() -> tree(resource(key).patch(how, new String(Json.canonical(patch), UTF_8))));
  }

  /// The same; empty when the object has another resource version by now.
  public Optional<ObjectNode> mergeUnlessChanged(ObjectKey key, ObjectNode patch) {
    return unlessChanged(() -> merge(key, patch));
  }

  /// Server-side apply of what was seen before, or was not there: empty when it has changed since,
  /// and then nothing was written.
  ///
  /// @param seen its resource version then; empty when it was not there
  public Optional<ObjectNode> applyUnlessChanged(ObjectNode object, Optional<String> seen) {
    ObjectNode conditional = object.deepCopy();
    ((ObjectNode) conditional.path("metadata")).put("resourceVersion", seen.orElse(NO_OBJECT));
    return unlessChanged(() -> apply(conditional, false));
  }

  /// Deletes what was seen at this resource version; false when it has changed since.
  public boolean deleteUnlessChanged(ObjectKey key, String seen) {
    fence.check();
    return unlessChanged(() -> asked(() -> resource(key).lockResourceVersion(seen).delete()))
        .isPresent();
  }

  private static <T> Optional<T> unlessChanged(Supplier<T> write) {
    try {
      return Optional.of(write.get());
    } catch (ApiFailure e) {
      if (e.code() == CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Creates an object; false when one of that name is there already.
  public boolean create(ObjectNode object) {
    fence.check();
    var item = Json.fromTree(object, GenericKubernetesResource.class);
    try {
      asked(() -> handle(ObjectKey.of(object), item).create());
      return true;
    } catch (ApiFailure e) {
      if (e.code() == CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /// Creates a namespace when it is not there.
  public void ensureNamespace(String name) {
    var key = new ObjectKey("v1", "Namespace", "", name);
    if (get(key).isEmpty()) {
      ObjectNode namespace = Json.object();
      namespace.put("apiVersion", "v1").put("kind", "Namespace");
      namespace.putObject("metadata").put("name", name);
      create(namespace);
    }
  }

  /// Deletes an object with what it owns; nothing happens when it is not there.
  public void delete(ObjectKey key) {
    fence.check();
    asked(() ->
        kinds
            .find(key.apiVersion(), key.kind())
            .map(
                _ -> resource(key).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete()));
  }

  @Override
  public void close() {
    client.close();
  }

  private List<ObjectNode> items(
      MixedOperation<
              GenericKubernetesResource,
              GenericKubernetesResourceList,
              Resource<GenericKubernetesResource>>
          all,
      String namespace,
      Map<String, String> labels) {
    var scope = namespace.isEmpty() ? all.inAnyNamespace() : all.inNamespace(namespace);
    return scope.withLabels(labels).list().getItems().stream().map(this::tree).toList();
  }

  private Resource<GenericKubernetesResource> resource(ObjectKey key) {
    var all = client.genericKubernetesResources(kinds.require(key.apiVersion(), key.kind()));
    return key.namespace().isEmpty()
        ? all.withName(key.name())
        : all.inNamespace(key.namespace()).withName(key.name());
  }

  private Resource<GenericKubernetesResource> handle(
      ObjectKey key, GenericKubernetesResource item) {
    var all = client.genericKubernetesResources(kinds.require(key.apiVersion(), key.kind()));
    return key.namespace().isEmpty()
        ? all.resource(item)
        : all.inNamespace(key.namespace()).resource(item);
  }

  private ObjectNode tree(GenericKubernetesResource resource) {
    return (ObjectNode) Json.tree(client.getKubernetesSerialization().asJson(resource));
  }

  private static <T> T asked(Supplier<T> call) {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == NOT_FOUND && e.getStatus() == null) {
        throw new ApiFailure(NOT_FOUND, "the API server does not serve this path", e);
      }
      String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
      throw new ApiFailure(
          e.getCode(), "the Kubernetes API server refused: " + (said == null ? "?" : said), e);
    }
  }
}
